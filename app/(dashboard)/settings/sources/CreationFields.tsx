"use client";

import { CheckBox } from "../../../_components/CheckBox.tsx";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import type { SourcesDraft } from "./sourcesDraft.ts";
import { TextField } from "./TextField.tsx";

interface CreationFieldsProps {
  readonly draft: SourcesDraft;
  readonly regions: readonly string[];
  readonly onChange: (more: Partial<SourcesDraft>) => void;
}

/** Which states are idle, and what becomes of stamps that the inventory does not know. */
export function CreationFields({ draft, regions, onChange }: CreationFieldsProps) {
  const items = [
    { value: "", label: "nowhere: refused" },
    ...regions.map((region) => ({ value: region, label: region })),
  ];
  return (
    <div className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-ink-soft">States in which a core is idle</span>
        <TextField
          label="States in which a core is idle; the first is there for every core"
          value={draft.idleStates}
          onChange={(idleStates) => onChange({ idleStates })}
          className="w-72"
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <CheckBox
          label="Make unknown stamps and pools when they are first named"
          isOn={draft.createUnknown}
          onChange={(createUnknown) => onChange({ createUnknown })}
        />
        {draft.createUnknown && (
          <SelectBox
            label="where no label names a region, in"
            showsLabel
            value={draft.createInRegion}
            items={items}
            onChange={(createInRegion) => onChange({ createInRegion })}
          />
        )}
      </div>
    </div>
  );
}

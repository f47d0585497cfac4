"use client";

import type { SettingScope } from "#lib/fleet/settings.ts";
import { SelectBox } from "../../_components/SelectBox.tsx";
import type { SettingChoices, SettingView } from "./settingsView.ts";

interface ScopeChoiceProps {
  readonly setting: SettingView;
  readonly choices: Pick<SettingChoices, "regions" | "poolKinds">;
  readonly scope: SettingScope;
  readonly onChange: (scope: SettingScope) => void;
}

/** Where the value is to hold; only what the setting may differ by. */
export function ScopeChoice({ setting, choices, scope, onChange }: ScopeChoiceProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-ink-soft">For</span>
      {setting.scope === "pool" && (
        <SelectBox
          label="Pool kind"
          showsLabel
          value={scope.poolKind}
          items={itemsOf("every kind", choices.poolKinds)}
          onChange={(poolKind) => onChange({ ...scope, poolKind })}
        />
      )}
      <SelectBox
        label="Region"
        showsLabel
        value={scope.region}
        items={itemsOf("every region", choices.regions)}
        onChange={(region) => onChange({ ...scope, region })}
      />
    </div>
  );
}

function itemsOf(every: string, names: readonly string[]) {
  return [{ value: "", label: every }, ...names.map((name) => ({ value: name, label: name }))];
}

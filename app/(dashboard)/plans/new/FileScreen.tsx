"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { formatBytes } from "#lib/charts/index.ts";
import { PLAN_COLUMNS } from "#lib/planning/planTable.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { SaveProblem, useSaveDraft } from "./SaveProposal.tsx";

/** A table of so many bytes holds far more moves than a plan may. */
const MOST_BYTES = 8_000_000;

/** A plan's CSV becomes a draft; what is wrong is told by its line. */
export function FileScreen() {
  const { isSaving, problem, save } = useSaveDraft();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [isOver, setIsOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function take(file: File | undefined) {
    if (file === undefined) return;
    setName(file.name);
    if (file.size > MOST_BYTES) {
      setRefusal(
        `${file.name} has ${formatBytes(file.size)}; a plan’s CSV has at most ${formatBytes(MOST_BYTES)}.`,
      );
      return;
    }
    const csv = decodeText(await file.arrayBuffer());
    if (csv === null) {
      setRefusal(`${file.name} is not in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.`);
      return;
    }
    setRefusal(null);
    await save({ csv });
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    void take(event.dataTransfer.files[0]);
  }

  return (
    <div className="flex flex-col gap-4">
      <section
        aria-label="A plan’s CSV"
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={`flex flex-col items-center gap-3 rounded-lg border-2 border-dashed px-4 py-12 text-center ${
          isOver ? "border-accent bg-accent-soft" : "border-line-strong bg-surface"
        }`}
      >
        <FileUp size={28} aria-hidden="true" className="text-ink-soft" />
        <p className="text-base">
          {isSaving ? `Reading ${name}, and simulating every step…` : "Drop a plan’s CSV here"}
        </p>
        <button
          type="button"
          className="control control-primary"
          disabled={isSaving}
          onClick={() => input.current?.click()}
        >
          Choose a file
        </button>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          aria-label="A plan’s CSV"
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            void take(event.target.files?.[0]);
            // The same file, mended, is a change too.
            event.target.value = "";
          }}
        />
      </section>
      {refusal !== null && <SaveProblem problem={{ message: refusal, errors: [] }} />}
      {refusal === null && problem !== null && <SaveProblem problem={problem} />}
      <Panel title="What stands in it" note="one row a move, in running order; a plan exports exactly this">
        <p className="text-ink-soft">
          <code className="font-mono text-xs break-words">{PLAN_COLUMNS.join(", ")}</code>
        </p>
        <p className="pt-2 text-ink-soft">
          Needed are phase, phase_name, class, registry, region, from_stamp, to_stamp and observation_hours.
          Shares, percentiles and states are worked out anew.
        </p>
      </Panel>
    </div>
  );
}

/** Null where it is text of another encoding, whose names would be read wrong. */
function decodeText(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

"use client";

import { hoursText } from "../../planWords.ts";
import type { PhaseCardProps } from "./phaseCardProps.ts";
import { changePhase } from "./planDraft.ts";
import { TypedField } from "./TypedField.tsx";
import { TypedTimeField } from "./TypedTimeField.tsx";

/** How long a phase is observed, who answers for a shorter wait, and before when it must not begin. */
export function PhaseTimes({ phase, index, observationHours, change, onShorten }: PhaseCardProps) {
  const { shortened } = phase;
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-1.5 px-3 pb-1.5">
      <TypedField
        label="Observed for"
        value={String(phase.observationHours)}
        unit="h"
        isNumber
        width="w-16"
        onCommit={(text) => {
          const hours = Number(text.replace(",", "."));
          if (!(hours > 0) || hours > 8_760) return "Hours above 0, at most a year.";
          if (hours < observationHours[phase.class]) onShorten(index, hours);
          else change((draft) => changePhase(draft, index, { observationHours: hours, shortened: null }));
          return null;
        }}
      />
      <TypedTimeField
        label="Not before"
        value={phase.notBefore}
        placeholder="as soon as it can"
        onCommit={(notBefore) => change((draft) => changePhase(draft, index, { notBefore }))}
      />
      {shortened !== null && (
        <p className="pt-1 text-ink-soft">
          Shorter than the {hoursText(shortened.fromHours)} that are set, by word of{" "}
          <span className="font-medium text-ink">{shortened.approver}</span>: {shortened.reason}
        </p>
      )}
    </div>
  );
}

"use client";

import { useMemo } from "react";
import type { PlanAnswer } from "#lib/planning/planAnswer.ts";
import { GanttChart } from "../../../../_components/chart/GanttChart.tsx";
import { Panel } from "../../../../_components/Panel.tsx";
import { earliestStart, scheduleItems } from "../scheduleItems.ts";

interface DraftScheduleProps {
  readonly plan: Pick<PlanAnswer, "content" | "assessment">;
  readonly readMs: number;
  /** It is of a draft before the last edits. */
  readonly isOld: boolean;
}

/** When the phases would run, as the draft was last saved. */
export function DraftSchedule({ plan, readMs, isOld }: DraftScheduleProps) {
  const items = useMemo(() => scheduleItems(plan, readMs), [plan, readMs]);
  if (items.length === 0) return null;
  return (
    <Panel title="Schedule" note="waits, cutovers and observations; Enter or a click leads to the phase">
      <div className={isOld ? "opacity-60" : ""} aria-busy={isOld}>
        <GanttChart
          label="Schedule of the draft"
          items={items}
          earliestMs={earliestStart(plan)}
          nowMs={readMs}
          onOpen={(number) =>
            document.getElementById(`draft-phase-${number}`)?.scrollIntoView({ block: "start" })
          }
        />
      </div>
    </Panel>
  );
}

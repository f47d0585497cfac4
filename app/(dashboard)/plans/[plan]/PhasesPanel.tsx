"use client";

import { useMemo } from "react";
import { Panel } from "../../../_components/Panel.tsx";
import { countOf } from "../planWords.ts";
import { PhaseSection } from "./PhaseSection.tsx";
import { CautionLine } from "./PlanFacts.tsx";
import type { PlanView } from "./planView.ts";

interface PhasesPanelProps {
  readonly view: PlanView;
  readonly openPhases: ReadonlySet<number>;
  readonly onToggle: (phase: number) => void;
  readonly onToggleAll: () => void;
}

/** Every phase in running order with its moves. */
export function PhasesPanel({ view, openPhases, onToggle, onToggleAll }: PhasesPanelProps) {
  const { content, assessment } = view.plan;
  const { phases } = content;
  const numberedFrom = useMemo(() => firstNumbers(phases), [phases]);
  const moves = phases.reduce((sum, phase) => sum + phase.moves.length, 0);
  const areAllOpen = openPhases.size >= phases.length;
  return (
    <Panel
      title="Phases and moves"
      note={`${countOf(moves, "move", "moves")} in ${countOf(phases.length, "phase", "phases")}, in running order; each step simulated after all before it`}
      csvHref={`/api/v1/plans/${view.plan.id}.csv?version=${view.plan.version}`}
      explain={EXPLANATION}
      controls={
        phases.length > 1 && (
          <button type="button" className="control" onClick={onToggleAll}>
            {areAllOpen ? "Close all" : "Open all"}
          </button>
        )
      }
      isFlush
    >
      <div className="px-4 pb-2">
        <CautionLine assessment={assessment} />
      </div>
      {phases.length === 0 ? (
        <p className="px-4 pb-4 text-ink-soft">It has no phases yet: edit the draft to add moves.</p>
      ) : (
        <div className="flex flex-col divide-y divide-line border-t border-line">
          {phases.map((phase, at) => (
            <PhaseSection
              // biome-ignore lint/suspicious/noArrayIndexKey: two phases may have the same name, and their order is what they are
              key={at}
              {...{ view, phase }}
              number={at + 1}
              assessed={assessment.phases[at] ?? null}
              numberedFrom={numberedFrom[at] ?? 1}
              isOpen={openPhases.has(at + 1)}
              onToggle={() => onToggle(at + 1)}
            />
          ))}
        </div>
      )}
    </Panel>
  );
}

function firstNumbers(phases: PlanView["plan"]["content"]["phases"]): number[] {
  let next = 1;
  return phases.map(({ moves }) => {
    const first = next;
    next += moves.length;
    return first;
  });
}

const EXPLANATION = {
  measure: "Phases and moves",
  definition:
    "Tail: registries with next to no traffic, which prove the tooling. Top: the few that carry at least 95 % of the moved traffic, one at a time. Medium: the rest, in sub-batches that add at most 5 points to any destination. Smallest first, so that every cutover is a check at greater load. A step is safe when, with its load on both ends, no pool that receives load may end over its limit or over what was measured before, and no pool that only loses load rises. The blast radius of a phase is told by its share of the region’s traffic, its tenants with traffic, and how near its destinations come to their limits.",
  window: "The plan’s snapshot",
  coverage:
    "A pool with too little data is not projected: its cells say –, and the plan cannot be submitted.",
};

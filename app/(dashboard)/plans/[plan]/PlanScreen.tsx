"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { CrosshairProvider } from "../../../_components/chart/crosshair.tsx";
import { CommentsPanel } from "./CommentsPanel.tsx";
import { CurvesSection } from "./CurvesSection.tsx";
import { describeUntriggered } from "./describeUntriggered.ts";
import { HistoryPanel } from "./HistoryPanel.tsx";
import { LeftPanel } from "./LeftPanel.tsx";
import { PhasesPanel } from "./PhasesPanel.tsx";
import { PlanDoubts } from "./PlanDoubts.tsx";
import { PlanFacts } from "./PlanFacts.tsx";
import { PlanHeader } from "./PlanHeader.tsx";
import { JourneyPanel, PlanPools } from "./PlanPools.tsx";
import { PlanTabs } from "./PlanTabs.tsx";
import type { PlanView } from "./planView.ts";
import { RecordPanel } from "./run/RecordPanel.tsx";
import { RunPanel } from "./run/RunPanel.tsx";
import { SchedulePanel } from "./SchedulePanel.tsx";
import { SnapshotPanel } from "./SnapshotPanel.tsx";
import { usePlanState } from "./usePlanState.ts";
import { WhyPanel } from "./WhyPanel.tsx";

/** One version of a plan: what it does and why, step by step, and what is known of it. */
export function PlanScreen({ view }: { view: PlanView }) {
  const { plan } = view;
  const state = usePlanState(plan.content.phases.length);
  const { openPhases, toggle, toggleAll, open } = useOpenPhases(view);
  const isEmpty = plan.content.phases.length === 0;
  // While it runs, its phases are what people come for.
  const isUnderWay = view.execution?.startedAt != null && view.execution.finishedAt === null;
  const phases = <PhasesPanel {...{ view, openPhases }} onToggle={toggle} onToggleAll={toggleAll} />;
  return (
    <CrosshairProvider>
      <div className="flex flex-col gap-4">
        <PlanHeader view={view} />
        {view.execution !== null && <PlanTabs plan={plan} at="plan" />}
        <RunPanel view={view} />
        <PlanDoubts assessment={plan.assessment} />
        {isUnderWay && phases}
        <PlanFacts view={view} />
        <WhyPanel
          content={view.plan.content}
          untriggered={describeUntriggered(view.plan.content.source.kind, view.plan.assessment)}
        />
        {!isEmpty && <SchedulePanel {...{ view, state }} onOpen={open} />}
        {!isUnderWay && phases}
        {!isEmpty && (
          <>
            <PlanPools {...{ view, state }} />
            <JourneyPanel view={view} />
            <CurvesSection view={view} after={state.after} />
          </>
        )}
        <LeftPanel left={plan.content.left} />
        <RecordPanel view={view} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <HistoryPanel view={view} />
          <CommentsPanel view={view} />
        </div>
        <SnapshotPanel view={view} />
      </div>
    </CrosshairProvider>
  );
}

/** What fits a screen is read at once; a long phase, and those of a long plan, are opened one by one. */
const MOST_OPEN = { moves: 10, phases: 12 };

/** Started, and not over: whoever looks has to see it. */
const UNDER_WAY = ["cutting_over", "draining", "observing", "failed", "inconclusive"];

function useOpenPhases({ plan: { content, assessment }, execution }: PlanView) {
  const { phases } = content;
  const all = phases.map((_, at) => at + 1);
  const [openPhases, setOpenPhases] = useState<ReadonlySet<number>>(
    () =>
      new Set(
        all.filter(
          (phase) =>
            phase === assessment.broken?.phase ||
            UNDER_WAY.includes(execution?.phases[phase - 1]?.state ?? "") ||
            (phases.length <= MOST_OPEN.phases && (phases[phase - 1]?.moves.length ?? 0) <= MOST_OPEN.moves),
        ),
      ),
  );
  const toggle = (phase: number) =>
    setOpenPhases((before) => {
      const next = new Set(before);
      if (!next.delete(phase)) next.add(phase);
      return next;
    });
  useAddressedPhase((phase) => setOpenPhases((before) => new Set(before).add(phase)));
  const open = (phase: number) => {
    setOpenPhases((before) => new Set(before).add(phase));
    document.getElementById(`phase-${phase}`)?.scrollIntoView({ block: "start" });
  };
  const toggleAll = () =>
    setOpenPhases((before) => (before.size >= all.length ? new Set<number>() : new Set(all)));
  return { openPhases, toggle, toggleAll, open };
}

/** The address may name a phase, which is not there yet when the browser looks for it: the page arrives in parts. */
function useAddressedPhase(onAddressed: (phase: number) => void): void {
  const follow = useEffectEvent(() => {
    const found = /^#phase-(\d+)$/.exec(window.location.hash);
    if (found === null) return;
    onAddressed(Number(found[1]));
    document.getElementById(found[0].slice(1))?.scrollIntoView({ block: "start" });
  });
  useEffect(() => {
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
}

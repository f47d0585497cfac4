"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { formatUtcWindow } from "#lib/charts/index.ts";
import { type SimulationAnswer, simulationAnswerSchema } from "#lib/simulation/simulationSchema.ts";
import { type CallResult, callApi } from "../../../_components/callApi.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { CurvesPanels } from "../../what-if/CurvesPanels.tsx";
import { packCurve } from "../../what-if/packCurve.ts";
import { arrangeOutcomes, type PoolOutcome } from "../../what-if/poolOutcome.ts";
import type { OutcomeCurve } from "../../what-if/whatIfView.ts";
import { countOf } from "../planWords.ts";
import { outcomeOf } from "./planPools.ts";
import type { PlanView } from "./planView.ts";
import { windowOf } from "./planWindow.ts";
import { simulationOfPlan } from "./simulationOfPlan.ts";

interface CurvesSectionProps {
  readonly view: PlanView;
  /** After so many phases; null = after all. */
  readonly after: number | null;
}

/** The hottest node of every pool that changes, minute by minute: simulated when it comes into sight. */
export function CurvesSection(props: CurvesSectionProps) {
  const [isSeen, setIsSeen] = useState(false);
  const boxRef = useRef<HTMLElement>(null);
  // External system: what of the page is in the window.
  useEffect(() => {
    const box = boxRef.current;
    if (box === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsSeen(true);
      },
      { rootMargin: "200px" },
    );
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return (
    <section ref={boxRef} aria-label="Curves" className="flex flex-col gap-3">
      <h2 className="text-base font-semibold">
        Minute by minute{" "}
        <span className="font-normal text-ink-soft">
          {props.after === null ? "after all phases" : afterText(props.after)}
        </span>
      </h2>
      {isSeen ? <Curves key={props.after ?? "all"} {...props} /> : <div className="skeleton h-[280px]" />}
    </section>
  );
}

function afterText(phases: number): string {
  return phases === 0 ? "before anything moves" : `after ${countOf(phases, "phase", "phases")}`;
}

type Answer = CallResult<SimulationAnswer> | null;

function Curves({ view, after }: CurvesSectionProps) {
  const answer = useSimulation(view.plan.content, after);
  const drawn = useMemo(() => drawnOf(answer, view), [answer, view]);
  if (answer === null)
    return (
      <div aria-busy="true" className="flex flex-col gap-2">
        <p role="status" className="text-ink-soft">
          Simulating these hours minute by minute…
        </p>
        <div className="skeleton h-[280px]" />
      </div>
    );
  if (!answer.ok)
    return (
      <Notice tone="warning">
        The curves could not be simulated: {answer.error.message} The numbers above are those that were saved
        with the plan.
      </Notice>
    );
  if (drawn.curves.length === 0)
    return <p className="text-ink-soft">No pool changes, so there is nothing to draw.</p>;
  const window = windowOf(view.plan.content.window);
  const windowText = formatUtcWindow(window.fromMinute, window.toMinute, view.readMs);
  return (
    <CurvesPanels view={{ window, windowText, readMs: view.readMs }} outcome={drawn} other={null} name="" />
  );
}

function drawnOf(
  answer: Answer,
  { thresholds }: PlanView,
): { readonly pools: readonly PoolOutcome[]; readonly curves: readonly OutcomeCurve[] } {
  if (answer === null || !answer.ok) return { pools: [], curves: [] };
  return {
    pools: arrangeOutcomes(answer.value.pools.map((pool) => outcomeOf(pool, thresholds))),
    curves: answer.value.pools.flatMap(packCurve),
  };
}

function useSimulation(content: PlanView["plan"]["content"], after: number | null): Answer {
  const [answer, setAnswer] = useState<Answer>(null);
  // External system: the API.
  useEffect(() => {
    const aborter = new AbortController();
    void callApi("/api/v1/simulations?include=series", {
      method: "POST",
      body: simulationOfPlan(content, after),
      schema: simulationAnswerSchema,
      signal: aborter.signal,
    }).then((answered) => {
      if (!aborter.signal.aborted) setAnswer(answered);
    });
    return () => aborter.abort();
  }, [content, after]);
  return answer;
}

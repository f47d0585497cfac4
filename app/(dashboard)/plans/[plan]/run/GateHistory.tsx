"use client";

import { useState } from "react";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import {
  type GateReadings as Answer,
  type GateReading,
  gateReadingsSchema,
  type PlanExecution,
} from "#lib/execution/executionAnswer.ts";
import { callApi } from "../../../../_components/callApi.ts";
import { countOf } from "../../planWords.ts";
import type { PlanView } from "../planView.ts";
import { GateReadings } from "./GateReadings.tsx";

interface GateHistoryProps {
  readonly view: PlanView;
  readonly phase: PlanExecution["phases"][number];
}

/** Everything that a phase's gate has read before its newest reading; fetched when somebody wants to see it. */
export function GateHistory({ view: { plan, readMs }, phase }: GateHistoryProps) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function load() {
    const found = await callApi(
      `/api/v1/plans/${plan.id}/readings?version=${plan.version}&phase=${phase.phase}`,
      { schema: gateReadingsSchema },
    );
    if (found.ok) setAnswer(found.value);
    setProblem(found.ok ? null : found.error.message);
  }

  const earlier = answer?.readings.filter(({ id }) => id !== phase.reading?.id) ?? [];
  return (
    <details onToggle={({ currentTarget }) => void (currentTarget.open && load())}>
      <summary className="cursor-pointer">Earlier readings of this gate</summary>
      {problem !== null && <p className="pt-1 font-semibold">{problem}</p>}
      {answer !== null && (
        <div className="flex flex-col gap-1 pt-1 pl-5">
          <p className="text-ink-soft">
            {earlier.length === 0
              ? "There is none before the newest."
              : `${countOf(earlier.length, "reading", "readings")}, the newest first; about one an hour is kept, and each that decides.`}
          </p>
          <ol className="flex max-h-96 flex-col gap-1 overflow-y-auto">
            {earlier.map((reading) => (
              <li key={reading.id}>
                <EarlierReading {...{ reading, readMs }} />
              </li>
            ))}
          </ol>
        </div>
      )}
    </details>
  );
}

function EarlierReading({ reading, readMs }: { reading: GateReading; readMs: number }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary className="cursor-pointer">
        {formatUtcDateTime(Date.parse(reading.at), readMs)} UTC: {reading.verdict}
        {reading.isFinal ? ", final" : ""}
        <span className="text-ink-soft">: {reading.sentence}</span>
      </summary>
      {isOpen && (
        <div className="py-1 pl-5">
          <GateReadings reading={reading} now={readMs} />
        </div>
      )}
    </details>
  );
}

"use client";

import { parseAsInteger, parseAsStringLiteral, useQueryStates } from "nuqs";

const PARSERS = {
  after: parseAsInteger,
  schedule: parseAsStringLiteral(["chart", "table"] as const).withDefault("chart"),
};

/** What the page of a plan keeps in the URL beside the version: after how many phases pools are shown, and how the schedule is. */
export function usePlanState(phases: number) {
  const [parameters, setParameters] = useQueryStates(PARSERS, { history: "replace", scroll: false });
  const { after, schedule } = parameters;
  return {
    /** Null = after all phases. */
    after: after === null || after < 0 || after >= phases ? null : after,
    setAfter: (next: number | null) => void setParameters({ after: next }),
    schedule,
    setSchedule: (next: typeof schedule) => void setParameters({ schedule: next }),
  };
}

export type PlanState = ReturnType<typeof usePlanState>;

"use client";

import { useQueryStates } from "nuqs";
import { parseTimeRange, type TimeRange, timeRangeParameters } from "#lib/charts/index.ts";
import { useNavigation } from "./NavigationPending.tsx";
import { type RefreshChoice, SCOPE_PARSERS } from "./scope.ts";

/** The scope in the URL, to read and to change. Every change is a step in the history, so that back undoes it. */
export function useScope() {
  const { startTransition } = useNavigation();
  const [parameters, setParameters] = useQueryStates(SCOPE_PARSERS, {
    history: "push",
    shallow: false,
    scroll: false,
    startTransition,
  });
  return {
    region: parameters.region,
    range: parseTimeRange(parameters),
    refresh: parameters.refresh,
    setRegion: (region: string) => setParameters({ region: region || null }),
    setRange: (range: TimeRange) => setParameters(timeRangeParameters(range)),
    // How often a page reads itself anew is not a place to go back to.
    setRefresh: (refresh: RefreshChoice) => setParameters({ refresh }, { history: "replace", shallow: true }),
  };
}

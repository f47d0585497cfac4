"use client";

import { debounce, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useNavigation } from "../../_components/scope/NavigationPending.tsx";
import { EMPTY_SCENARIO, type Scenario } from "./scenario.ts";
import { decodeScenario, encodeScenario } from "./scenarioCode.ts";
import { type SHOWN_POOLS, type Side, WHAT_IF_PARSERS } from "./whatIfParameters.ts";

/** Several changes that follow one another are one question to the server, and one step in the history. */
const SETTLE_MS = 250;

/** What is asked, as the URL holds it. It changes at once; the answer follows when the changes have come to rest. */
export function useScenarioState() {
  const { startTransition } = useNavigation();
  const [parameters, setParameters] = useQueryStates(WHAT_IF_PARSERS, {
    history: "push",
    shallow: false,
    scroll: false,
    startTransition,
    limitUrlUpdates: debounce(SETTLE_MS),
  });
  const { a: textOfA, b: textOfB, pools } = parameters;
  const a = useMemo(() => decodeScenario(textOfA), [textOfA]);
  const b = useMemo(() => (textOfB === null ? null : decodeScenario(textOfB)), [textOfB]);
  const side: Side = b === null ? "a" : parameters.side;
  // What is looked at is no question to the server.
  const look = { history: "replace", shallow: true } as const;
  return {
    a,
    b,
    textOfA,
    textOfB,
    side,
    pools,
    scenario: side === "b" && b !== null ? b : a,
    change: (next: Scenario) => void setParameters({ [side]: textOf(side, next) }),
    /** Puts a second one beside it, which begins as a copy. */
    addB: () => void setParameters({ b: encodeScenario(a), side: "b" }),
    removeB: () => void setParameters({ b: null, side: null }),
    /** The second one takes the place of the first. */
    keepB: () => void setParameters({ a: textOf("a", b ?? a), b: null, side: null }),
    setSide: (next: Side) => void setParameters({ side: next }, look),
    setPools: (next: (typeof SHOWN_POOLS)[number]) => void setParameters({ pools: next }, look),
    clear: () => void setParameters({ [side]: textOf(side, EMPTY_SCENARIO) }),
  };
}

export type ScenarioState = ReturnType<typeof useScenarioState>;

/** An empty first scenario is the page without a question: it leaves no trace. */
function textOf(side: Side, scenario: Scenario): string | null {
  const isEmpty = scenario.moves.length === 0 && scenario.newStamps.length === 0;
  return side === "a" && isEmpty ? null : encodeScenario(scenario);
}

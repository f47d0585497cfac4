import type { Explanation } from "../../_components/overlay/ExplainDialog.tsx";
import type { ScenarioOutcome, WhatIfView } from "./whatIfView.ts";

/** What before and after mean, and what they rest on. */
export function explainOutcome(view: WhatIfView, outcome: ScenarioOutcome | null): Explanation {
  return {
    measure: "Before and after",
    definition:
      "Before is what was measured. After is the same minutes with the CPU that the load model attributes to the registries taken off where they leave and added where they go, minute by minute and node by node; everything that the model does not explain is kept, so that no moves give exactly the measured numbers. On which nodes an arriving load falls cannot be known, so it is drawn many times: the middle draw is shown, and the interval holds the truth in nine of ten cases. Hot-node P95 is the 95th percentile of the hottest node’s minutes. Nothing is moved by looking.",
    window: view.windowText,
    coverage:
      outcome === null || outcome.notes.length === 0
        ? "The data of the pools that change are sound in these hours."
        : outcome.notes.map(({ detail }) => detail).join(" "),
  };
}

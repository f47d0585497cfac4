import { formatUtcWindow } from "#lib/charts/index.ts";
import type { Explanation } from "../../_components/overlay/ExplainDialog.tsx";
import type { ContributionView } from "./contributionView.ts";
import { describeModel } from "./describeContribution.ts";

type Explained = Pick<ContributionView, "window" | "readMs" | "models" | "notes">;

/** What the ranking ranks by, and what it rests on. */
export function explainRanking(view: Explained): Explanation {
  return {
    measure: "Contribution, ranked by relief",
    definition:
      "Relief is the pool’s hot-node P95 minus the same with this one’s attributed CPU taken off every node-minute (never under the idle floor) and the greatest of the nodes taken anew. Of several pools it is the greatest; of a tenant it is that of all its registries taken out together, never a sum. CPU is attributed by a load model fitted on the window: an idle floor per node, a cost per request and per byte, a registry’s own where its load tells one, and how its load falls on each node. Two that heat different nodes each relieve little alone: look at the tenant, or at both together.",
    window: windowText(view),
    coverage: restsOn(view),
  };
}

/** What the cumulative share adds up. */
export function explainShare(view: Explained): Explanation {
  return {
    measure: "Cumulative share",
    definition:
      "A bar is the share of the traffic of the window; the line adds them up in the order of the ranking, which is by relief and not by traffic. A bar that is long and stands low asks for much and heats little.",
    window: windowText(view),
    coverage: restsOn(view),
  };
}

/** What the stack stacks. */
export function explainStack(view: Explained): Explanation {
  return {
    measure: "Load over time",
    definition:
      "CPU is what the load model attributes to registries on the average node, without the idle floor; requests and bytes are as they were reported. The first few of the ranking have a layer each, all others one together. Marked are the minutes in which the hottest node was at the window’s P95 or above. A minute in which nobody’s load was reported is a gap.",
    window: windowText(view),
    coverage: restsOn(view),
  };
}

function windowText({ window, readMs }: Explained): string {
  return formatUtcWindow(window.fromMinute, window.toMinute, readMs);
}

function restsOn({ models, notes }: Explained): string {
  return (
    [...models.map(describeModel), ...notes.map(({ detail }) => detail)].join(" ") ||
    "There is no load model in this time."
  );
}

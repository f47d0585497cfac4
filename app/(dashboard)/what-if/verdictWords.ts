/** Verdicts on a hot stamp, as a reader sees them. */
export const VERDICT_WORDS = {
  rebalance: "Rebalance",
  isolate: "Isolate",
  scale_out: "Scale out",
  mend_node: "Mend the node",
  nothing: "Nothing",
} as const;

export const VERDICT_MEANINGS = {
  rebalance: "moves to existing shared stamps suffice",
  isolate: "it needs a stamp with few co-tenants",
  scale_out: "the shared stamps have no room: more nodes are needed",
  mend_node: "it is a node, not a load, problem: no moves are proposed",
  nothing: "no move gains more than the noise",
} as const;

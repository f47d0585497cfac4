import type { LoadModel } from "./types.ts";

/** Why a node is hotter than the others of its pool. Points of CPU, means over the window. */
export interface NodeExplanation {
  /** How much hotter it is than the mean of the others. */
  readonly excessPoints: number;
  /** Of that, what tenants' loads put there because they split unevenly. */
  readonly byLoadPoints: number;
  /** Of that, what runs there by itself, whatever tenants ask. */
  readonly byItselfPoints: number;
  /** The load explains at least half: moves may help. Otherwise the node wants mending. */
  readonly explainedByLoad: boolean;
}

const known = new WeakMap<LoadModel, Map<number, NodeExplanation | null>>();

/** Asks the load model about a node; null where the model does not know it. Remembered for as long as the model is kept. */
export function explainNode(model: LoadModel, slot: number): NodeExplanation | null {
  const explained = known.get(model) ?? new Map<number, NodeExplanation | null>();
  known.set(model, explained);
  const before = explained.get(slot);
  if (before !== undefined) return before;
  const explanation = compareNode(model, slot);
  explained.set(slot, explanation);
  return explanation;
}

function compareNode(model: LoadModel, slot: number): NodeExplanation | null {
  const node = model.nodes.findIndex((one) => one.slot === slot);
  const others = model.nodes.length - 1;
  if (node < 0 || others < 1) return null;
  let excess = 0;
  let fitted = 0;
  let bins = 0;
  for (const [bin, own] of (model.demand[node] ?? new Float32Array(0)).entries()) {
    if (Number.isNaN(own)) continue;
    let rest = 0;
    let restFitted = 0;
    for (let other = 0; other <= others; other++) {
      if (other === node) continue;
      rest += model.demand[other]?.[bin] ?? 0;
      restFitted += model.fitted[other]?.[bin] ?? 0;
    }
    excess += own - rest / others;
    fitted += (model.fitted[node]?.[bin] ?? 0) - restFitted / others;
    bins++;
  }
  if (bins === 0) return null;
  const idle = model.idlePoints[node] ?? 0;
  const idleElsewhere = (model.idlePoints.reduce((sum, points) => sum + points, 0) - idle) / others;
  const byLoadPoints = fitted / bins - (idle - idleElsewhere);
  const excessPoints = excess / bins;
  return {
    excessPoints,
    byLoadPoints,
    byItselfPoints: excessPoints - byLoadPoints,
    explainedByLoad: excessPoints > 0 && byLoadPoints >= 0.5 * excessPoints,
  };
}

import { boundMakespan } from "./boundMakespan.ts";
import type { PackingTask } from "./completeBins.ts";

/** A packing; "none" = proven that there is none; "unknown" = the nodes were spent. */
export type PackingAnswer = readonly (readonly number[])[] | "none" | "unknown";

/** More fills of one machine than this, or steps to list them, are not gone through; then nothing is proven. */
const MOST_FILLS = 400;
const MOST_STEPS = 20_000;
const STEPS_PER_NODE = 1_500;

interface Descent {
  readonly sizes: readonly number[];
  readonly capacity: number;
  readonly shouldStop: () => boolean;
  nodes: number;
  /** Steps of listing fills that are left: nodes alone may cost a thousand times as much here as there. */
  steps: number;
  /** Everything was looked at so far. */
  thorough: boolean;
}

/**
 * Packs by trying every fill that matters of the machine with the largest job left, the fullest first: bin completion
 * (Korf 2003), with Martello and Toth's dominance. At most `mostNodes` nodes.
 */
export function packExactly(
  task: PackingTask,
  { mostNodes, shouldStop }: { readonly mostNodes: number; readonly shouldStop: () => boolean },
): PackingAnswer {
  const { sizes, capacity } = task;
  const descent: Descent = {
    sizes,
    capacity,
    shouldStop,
    nodes: mostNodes,
    steps: mostNodes * STEPS_PER_NODE,
    thorough: true,
  };
  const found = descend(descent, task.jobs, task.machines);
  if (found !== null) return found;
  return descent.thorough ? "none" : "unknown";
}

function descend(descent: Descent, jobs: readonly number[], machines: number): number[][] | null {
  if (jobs.length === 0) return Array.from({ length: machines }, () => []);
  if (machines === 0) return null;
  if (descent.nodes-- <= 0 || descent.steps <= 0 || descent.shouldStop()) {
    descent.nodes = 0;
    descent.thorough = false;
    return null;
  }
  const { sizes, capacity } = descent;
  const left = jobs.map((job) => sizes[job] ?? 0);
  if (boundMakespan(left, machines) > capacity) return null;
  const slack = machines * capacity - left.reduce((sum, size) => sum + size, 0);
  for (const fill of listFills(descent, left, slack)) {
    const used = new Set(fill);
    const rest = jobs.filter((_, place) => !used.has(place));
    const below = descend(descent, rest, machines - 1);
    if (below !== null) return [fill.map((place) => jobs[place] ?? 0), ...below];
    if (!descent.thorough && descent.nodes <= 0) return null;
  }
  return null;
}

/** Places of the jobs of each fill with the largest job that leaves at most `slack` empty and is not dominated. */
function listFills(descent: Descent, sizes: readonly number[], slack: number): number[][] {
  const fills: { readonly places: number[]; readonly empty: number }[] = [];
  const chosen = [0];
  let steps = 0;
  const extend = (from: number, gap: number): void => {
    descent.steps--;
    if (fills.length > MOST_FILLS || steps++ > MOST_STEPS) {
      descent.thorough = false;
      return;
    }
    if (gap <= slack && !isDominated(sizes, chosen, gap)) fills.push({ places: [...chosen], empty: gap });
    for (let place = from; place < sizes.length; place++) {
      const size = sizes[place] ?? 0;
      // Of equal ones the first stands for all.
      if (size > gap || (place > from && size === sizes[place - 1])) continue;
      chosen.push(place);
      extend(place + 1, gap - size);
      chosen.pop();
    }
  };
  extend(1, descent.capacity - (sizes[0] ?? 0));
  return fills.sort((one, other) => one.empty - other.empty).map(({ places }) => places);
}

/** Whether a job that is left fits as well, or in place of a smaller one that was chosen. */
function isDominated(sizes: readonly number[], chosen: readonly number[], gap: number): boolean {
  for (let place = 1; place < sizes.length; place++) {
    if (chosen.includes(place)) continue;
    const size = sizes[place] ?? 0;
    if (size <= gap) return true;
    for (let index = 1; index < chosen.length; index++) {
      const held = sizes[chosen[index] ?? 0] ?? 0;
      if (size > held && size - held <= gap) return true;
    }
  }
  return false;
}

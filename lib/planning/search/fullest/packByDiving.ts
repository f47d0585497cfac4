import type { Rng } from "../../../core/index.ts";
import type { Fill } from "./bestFill.ts";
import { completeBins, type PackingTask } from "./completeBins.ts";
import { packExactly } from "./packExactly.ts";
import { type PartFill, packInParts } from "./packInParts.ts";

/** So few machines are packed by trying, not in parts. */
const FEW_MACHINES = 6;
const FEW_NODES = 3_000;
const FEW_ATTEMPTS = 30;
const NEARLY = 1 - 1e-6;

export interface Dive {
  readonly rng: Rng;
  readonly shouldStop: () => boolean;
  /** Programs that may still be solved. */
  programs: number;
}

/**
 * Packs by settling, again and again, the fills that the packing in parts is surest of and packing the rest in parts anew
 * (diving, with limited discrepancy: Harvey and Ginsberg 1995). Null where that found none.
 *
 * `discrepancies`: how often another fill than the surest may be settled first.
 */
export function packByDiving(task: PackingTask, dive: Dive, discrepancies: number): number[][] | null {
  const { sizes, jobs, machines, capacity } = task;
  if (jobs.length === 0) return Array.from({ length: machines }, () => []);
  if (machines <= FEW_MACHINES) return packFew(task, dive);
  if (dive.programs-- <= 0 || dive.shouldStop()) return null;
  const kinds = [...new Set(jobs.map((job) => sizes[job] ?? 0))];
  const counts = new Int32Array(kinds.length);
  const kindOf = new Map(kinds.map((size, kind) => [size, kind]));
  for (const job of jobs) {
    const kind = kindOf.get(sizes[job] ?? 0) ?? 0;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  const parts = packInParts({ sizes: kinds, counts, machines, capacity }, dive.shouldStop);
  if (typeof parts === "string") return null;
  return settle({ task, kinds, parts }, dive, discrepancies);
}

interface Settling {
  readonly task: PackingTask;
  /** Size of each kind. */
  readonly kinds: readonly number[];
  readonly parts: readonly PartFill[];
}

/** All that are whole are settled at once; else one, the surest first. */
function settle({ task, kinds, parts }: Settling, dive: Dive, discrepancies: number): number[][] | null {
  const whole = parts.flatMap(({ fill, machines }) =>
    new Array<Fill>(Math.floor(machines + 1 - NEARLY)).fill(fill),
  );
  if (whole.length > 0) return continueWith(task, { kinds, fills: whole }, { dive, discrepancies });
  const scored = parts.map(({ fill, machines }) => ({ fill, score: machines + 0.05 * dive.rng() }));
  scored.sort((one, other) => other.score - one.score);
  for (const [place, { fill }] of scored.slice(0, discrepancies + 1).entries()) {
    const packed = continueWith(
      task,
      { kinds, fills: [fill] },
      { dive, discrepancies: discrepancies - place },
    );
    if (packed !== null || dive.programs <= 0) return packed;
  }
  return null;
}

/** Takes the fills' jobs, and packs the rest into the other machines. */
function continueWith(
  task: PackingTask,
  { kinds, fills }: { readonly kinds: readonly number[]; readonly fills: readonly Fill[] },
  { dive, discrepancies }: { readonly dive: Dive; readonly discrepancies: number },
): number[][] | null {
  const { sizes, machines } = task;
  if (fills.length > machines) return null;
  const left = [...task.jobs];
  const settled = fills.map((fill) =>
    fill.kinds.flatMap((kind, at) =>
      Array.from({ length: fill.pieces[at] ?? 0 }, () => {
        const place = left.findIndex((job) => sizes[job] === kinds[kind]);
        return left.splice(place, 1)[0] ?? -1;
      }),
    ),
  );
  const rest = packByDiving({ ...task, jobs: left, machines: machines - fills.length }, dive, discrepancies);
  return rest === null ? null : [...settled, ...rest];
}

function packFew(task: PackingTask, { rng, shouldStop }: Dive): number[][] | null {
  const exact = packExactly(task, { mostNodes: FEW_NODES, shouldStop });
  if (exact === "none") return null;
  if (exact !== "unknown") return exact.map((jobs) => [...jobs]);
  for (let attempt = 0; attempt < FEW_ATTEMPTS; attempt++) {
    const packed = completeBins(task, rng);
    if (packed !== null) return packed;
  }
  return null;
}

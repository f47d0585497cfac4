import { bestFill, type Fill } from "./bestFill.ts";

/** Pieces of some kinds, for so many machines of one capacity. */
export interface PiecesTask {
  /** Size of each kind. */
  readonly sizes: readonly number[];
  /** Pieces of each kind. */
  readonly counts: Int32Array;
  readonly machines: number;
  readonly capacity: number;
}

/** A fill and how many machines, in parts, have it. */
export interface PartFill {
  readonly fill: Fill;
  readonly machines: number;
}

/** "none" = proven that there is none, even in parts; "unknown" = it took too long. */
export type PartsAnswer = readonly PartFill[] | "none" | "unknown";

/** Worths as whole numbers, for a proof that no rounding can spoil. */
const WHOLE = 2 ** 24;
const SLIGHT = 1e-9;
/** Machines that a fill has to save to be taken up. */
const WORTHWHILE = 1e-7;
const MOST_PIVOTS_PER_KIND = 100;
/** Of the fills that were passed by, so many of the best are kept in mind. */
const MOST_PASSED = 4;

/**
 * The fewest machines that hold the pieces where each may have parts of fills: the linear program of Gilmore and Gomory
 * (1961), by the simplex method with fills found as they are wanted. It says "none" as soon as worths are found under
 * which all pieces are worth more than the machines can hold: that bound is all but always as good as any.
 */
export function packInParts(task: PiecesTask, shouldStop: () => boolean): PartsAnswer {
  const { sizes, counts } = task;
  const kinds = sizes.flatMap((_, kind) => ((counts[kind] ?? 0) > 0 ? [kind] : []));
  const tableau = openTableau(task, kinds);
  const known: Fill[] = [];
  const mostPivots = MOST_PIVOTS_PER_KIND * kinds.length;
  for (let pivots = 0; pivots < mostPivots && !shouldStop(); pivots++) {
    const worths = worthsOf(tableau, sizes.length);
    const wanted = mostWanted(known, worths);
    if (wanted !== null) {
      enter(tableau, wanted);
      continue;
    }
    const found = bestFill({ ...task, worths });
    if (found.complete && isProof(task, worths, found.best.worth)) return "none";
    if (found.best.worth <= 1 + WORTHWHILE) return found.complete ? partsOf(tableau) : "unknown";
    enter(tableau, found.best);
    known.push(...found.passed.slice(-MOST_PASSED), found.best);
  }
  return "unknown";
}

/** Of the fills found before, one that is worth more than the machine that it takes; null = none is. */
function mostWanted(fills: readonly Fill[], worths: Float64Array): Fill | null {
  let wanted: Fill | null = null;
  let most = 1 + WORTHWHILE;
  for (const fill of fills) {
    const { kinds, pieces } = fill;
    let sum = 0;
    for (let at = 0; at < kinds.length; at++) sum += (worths[kinds[at] ?? 0] ?? 0) * (pieces[at] ?? 0);
    if (sum <= most) continue;
    most = sum;
    wanted = fill;
  }
  return wanted;
}

/** Whether all pieces together are worth more than so many machines can hold, in whole numbers. */
function isProof(
  { sizes, counts, capacity, machines }: PiecesTask,
  worths: Float64Array,
  most: number,
): boolean {
  const total = (values: Float64Array) =>
    values.reduce((sum, worth, kind) => sum + worth * (counts[kind] ?? 0), 0);
  const positive = worths.map((worth) => Math.max(0, worth));
  if (total(positive) <= machines * most + WORTHWHILE) return false;
  const whole = positive.map((worth) => Math.floor((worth / most) * WHOLE));
  const held = bestFill({ sizes, counts, capacity, worths: whole });
  return held.complete && total(whole) > machines * held.best.worth;
}

/** The basis of the linear program: a fill for each row, the inverse of their matrix, and how much of each there is. */
interface Tableau {
  readonly kinds: readonly number[];
  readonly rowOf: ReadonlyMap<number, number>;
  readonly fills: Fill[];
  /** Row after row. */
  readonly inverse: Float64Array;
  readonly amounts: Float64Array;
}

/** At first every kind has machines of its own. */
function openTableau({ sizes, counts, capacity }: PiecesTask, kinds: readonly number[]): Tableau {
  const inverse = new Float64Array(kinds.length * kinds.length);
  const amounts = new Float64Array(kinds.length);
  const fills = kinds.map((kind, row): Fill => {
    const size = sizes[kind] ?? 0;
    const count = counts[kind] ?? 0;
    const pieces = Math.max(1, size > 0 ? Math.min(count, Math.floor(capacity / size)) : count);
    inverse[row * kinds.length + row] = 1 / pieces;
    amounts[row] = count / pieces;
    return { kinds: [kind], pieces: [pieces], worth: 1 };
  });
  return { kinds, rowOf: new Map(kinds.map((kind, row) => [kind, row])), fills, inverse, amounts };
}

/** What a piece of each kind is worth in machines, under the basis. */
function worthsOf({ kinds, inverse }: Tableau, count: number): Float64Array {
  const worths = new Float64Array(count);
  for (let row = 0; row < kinds.length; row++)
    for (let column = 0; column < kinds.length; column++) {
      const kind = kinds[column] ?? 0;
      worths[kind] = (worths[kind] ?? 0) + (inverse[row * kinds.length + column] ?? 0);
    }
  return worths;
}

/** Takes a fill into the basis for the one that is used up first. */
function enter({ kinds, rowOf, fills, inverse, amounts }: Tableau, fill: Fill): void {
  const rows = kinds.length;
  const weights = new Float64Array(rows);
  for (const [at, kind] of fill.kinds.entries()) {
    const column = rowOf.get(kind) ?? 0;
    const pieces = fill.pieces[at] ?? 0;
    for (let row = 0; row < rows; row++)
      weights[row] = (weights[row] ?? 0) + pieces * (inverse[row * rows + column] ?? 0);
  }
  let leaving = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row] ?? 0;
    if (weight <= SLIGHT) continue;
    const ratio = (amounts[row] ?? 0) / weight;
    // Of equal ones the greatest weight keeps the numbers sound.
    if (ratio > least + SLIGHT || (ratio > least - SLIGHT && weight <= (weights[leaving] ?? 0))) continue;
    least = ratio;
    leaving = row;
  }
  if (leaving < 0) return;
  fills[leaving] = fill;
  const pivot = weights[leaving] ?? 1;
  for (let column = 0; column < rows; column++)
    inverse[leaving * rows + column] = (inverse[leaving * rows + column] ?? 0) / pivot;
  amounts[leaving] = least;
  for (let row = 0; row < rows; row++) {
    const weight = weights[row] ?? 0;
    if (row === leaving || Math.abs(weight) <= SLIGHT * SLIGHT) continue;
    amounts[row] = Math.max(0, (amounts[row] ?? 0) - weight * least);
    for (let column = 0; column < rows; column++)
      inverse[row * rows + column] =
        (inverse[row * rows + column] ?? 0) - weight * (inverse[leaving * rows + column] ?? 0);
  }
}

function partsOf({ fills, amounts }: Tableau): PartFill[] {
  return fills.flatMap((fill, row) => {
    const machines = amounts[row] ?? 0;
    return machines > SLIGHT ? [{ fill, machines }] : [];
  });
}

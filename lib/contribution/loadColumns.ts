import { type Frame, type NodeLoad, sumNodeLoad } from "./frame.ts";
import type { LoadCosts, PoolLoad } from "./types.ts";

/** A registry, or all the small ones together, as something whose cost and split are sought. */
export interface LoadColumn extends NodeLoad {
  /** Place in the load; null = all that have no column of their own. */
  readonly place: number | null;
  /** How much less than a single registry's its cost may differ from the pool's: many together are closer to the mean. */
  readonly relativePrior: number;
}

/** A column of its own goes to the largest, until they make up this part of what could be explained. */
const EXPLAINED = 0.9999;
const FEWEST_OWN = 20;
const ROUNDING = 1e-9;

/** The registries that matter, largest first (ties: as they stand in the load), and the rest together. */
export function chooseColumns(
  load: PoolLoad,
  frame: Frame,
  { costs, mostOwn }: { readonly costs: LoadCosts; readonly mostOwn: number },
): LoadColumn[] {
  const ranked = rankByPower(load, frame, costs);
  const all = ranked.reduce((sum, { power }) => sum + power, 0);
  let covered = 0;
  let count = 0;
  for (const { power } of ranked) {
    if (count >= mostOwn || (count >= FEWEST_OWN && covered > EXPLAINED * all)) break;
    covered += power;
    count++;
  }
  const pick = (places: readonly { readonly place: number }[]) =>
    sumNodeLoad(
      places.flatMap(({ place }) => load.registries[place] ?? []),
      frame,
    );
  const columns = ranked
    .slice(0, count)
    .map((one): LoadColumn => ({ place: one.place, relativePrior: 1, ...pick([one]) }));
  const rest = ranked.slice(count);
  if (rest.length === 0) return columns;
  let sum = 0;
  let squares = 0;
  for (const { mean } of rest) {
    sum += mean;
    squares += mean * mean;
  }
  return [
    ...columns,
    {
      place: null,
      relativePrior: Math.max(0.02, Math.sqrt(squares) / sum),
      ...withoutThese(frame.totals, columns),
    },
  ];
}

/** What all load leaves besides these columns: quicker than adding thousands of small ones up. */
function withoutThese({ requests, bytes }: NodeLoad, columns: readonly NodeLoad[]): NodeLoad {
  const left = { requests: Float64Array.from(requests), bytes: Float64Array.from(bytes) };
  for (const column of columns) {
    for (let index = 0; index < left.requests.length; index++) {
      left.requests[index] = (left.requests[index] ?? 0) - (column.requests[index] ?? 0);
      left.bytes[index] = (left.bytes[index] ?? 0) - (column.bytes[index] ?? 0);
    }
  }
  // What is left of a minute in which only these had load is rounding.
  const clear = (series: Float64Array, whole: Float64Array) =>
    series.map((value, index) => (value > ROUNDING * (whole[index] ?? 0) ? value : 0));
  return { requests: clear(left.requests, requests), bytes: clear(left.bytes, bytes) };
}

/** Registries with any load by the mean square of their points at the pool's costs. */
function rankByPower(
  load: PoolLoad,
  { bins, perNode }: Frame,
  { pointsPerRequest, pointsPerByte }: LoadCosts,
) {
  return load.registries
    .map(({ requests, bytes }, place) => {
      let sum = 0;
      let squares = 0;
      for (let index = 0; index < bins.length; index++) {
        const bin = bins[index] ?? 0;
        const points =
          (pointsPerRequest * (requests[bin] ?? 0) + pointsPerByte * (bytes[bin] ?? 0)) *
          (perNode[index] ?? 0);
        sum += points;
        squares += points * points;
      }
      return { place, mean: sum / bins.length, power: squares / bins.length };
    })
    .filter(({ power }) => power > 0)
    .sort((a, b) => b.power - a.power || a.place - b.place);
}

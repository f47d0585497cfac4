import type { MinuteWindow } from "../../core/index.ts";
import type { LoadMatrix } from "../../telemetry/load/loadMatrix.ts";
import type { GateTraffic, TrafficPair } from "./types.ts";

/** Load of the pools of each stamp over a window, by the stamp's name. */
export type StampLoads = ReadonlyMap<string, readonly LoadMatrix[]>;

interface MovedRegistry {
  readonly registry: string;
  readonly from: string;
  readonly to: string;
}

export interface TrafficEvidence {
  readonly moves: readonly MovedRegistry[];
  readonly before: StampLoads;
  readonly after: StampLoads;
  readonly window: MinuteWindow;
  readonly isOtherWeekday: boolean;
}

/** Mean load a minute of registries that moved, and of those beside them that did not. Minutes not reported are no zeros. */
export function measureTraffic({
  moves,
  before,
  after,
  window,
  isOtherWeekday,
}: TrafficEvidence): GateTraffic {
  const isAsked = [...before.values(), ...after.values()].flat().some(({ measures }) => measures.requests);
  const measure = isAsked ? "requests" : "bytes";
  const registries = moves.map(({ registry, from, to }) => ({
    registry,
    before: meanOf(before.get(from), registry, measure),
    after: meanOf(after.get(to), registry, measure),
  }));
  return {
    measure,
    before: window,
    isOtherWeekday,
    moved: {
      before: sumOf(registries.map((one) => one.before)),
      after: sumOf(registries.map((one) => one.after)),
    },
    left: sumOf(moves.map(({ registry, from }) => meanOf(after.get(from), registry, measure))),
    others: measureOthers({ before, after, measure, moved: new Set(moves.map(({ registry }) => registry)) }),
    registries,
  };
}

function measureOthers(asked: {
  readonly before: StampLoads;
  readonly after: StampLoads;
  readonly measure: GateTraffic["measure"];
  readonly moved: ReadonlySet<string>;
}): TrafficPair {
  const { before, after, measure, moved } = asked;
  const pairs = [...before].flatMap(([stamp, matrices]) => {
    const names = new Set(matrices.flatMap(({ registries }) => registries.map(({ name }) => name)));
    return [...names]
      .filter((name) => !moved.has(name))
      .map((name) => ({
        before: meanOf(matrices, name, measure),
        after: meanOf(after.get(stamp), name, measure),
      }));
  });
  const known = pairs.filter((pair) => pair.before !== null && pair.after !== null);
  if (known.length === 0) return { before: null, after: null };
  return { before: sumOf(known.map((one) => one.before)), after: sumOf(known.map((one) => one.after)) };
}

/** Summed over a stamp's pools that report; null = none does. A registry that is not among those reported asked for nothing. */
function meanOf(
  matrices: readonly LoadMatrix[] | undefined,
  registry: string,
  measure: GateTraffic["measure"],
): number | null {
  const reporting = (matrices ?? []).flatMap((matrix) => {
    const minutes = matrix.reported.reduce((sum, is) => sum + is, 0);
    return minutes === 0 ? [] : [{ matrix, minutes }];
  });
  if (reporting.length === 0) return null;
  let mean = 0;
  for (const { matrix, minutes } of reporting) {
    const own = matrix.registries.find(({ name }) => name === registry);
    let sum = 0;
    for (const [bin, is] of matrix.reported.entries()) if (is === 1) sum += own?.[measure][bin] ?? 0;
    mean += sum / minutes;
  }
  return mean;
}

/** Null as soon as one is: a sum of what is known is no sum. */
function sumOf(values: readonly (number | null)[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (value === null) return null;
    sum += value;
  }
  return sum;
}

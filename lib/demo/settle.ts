import { factorForMean, factorForP95 } from "./calibrate.ts";
import { calibrateExample } from "./calibrateExample.ts";
import { scaled } from "./scaled.ts";
import { BACKGROUND_POINTS, EXAMPLE_TARGETS, poolOf } from "./stamps.ts";
import type { DemoHome, DemoPoolPlan, DemoStamp } from "./types.ts";
import type { WorkedExampleStamp } from "./workedExample.ts";

/** Scales a stamp's load so that its dataproxy pool is as warm as planned, and the cost of requests for its registry pool. */
export function settle(seed: number, stamp: DemoStamp, homes: readonly DemoHome[]): DemoHome[] {
  const [dataproxy, registry] = [poolOf(stamp, "dataproxy"), poolOf(stamp, "registry")];
  const load = factorForP95(seed, dataproxy, homes);
  const cost = { dataproxy: 1, registry: factorForP95(seed, registry, homes) / load };
  return homes.map((home) => ({ ...home, replica: scaled(home.replica, { load, cost }) }));
}

export function settleExample(
  seed: number,
  stamp: DemoStamp,
  { cast, others }: { readonly cast: WorkedExampleStamp; readonly others: readonly DemoHome[] },
): DemoHome[] {
  const [dataproxy, registry] = [poolOf(stamp, "dataproxy"), poolOf(stamp, "registry")];
  const load = factorForMean(seed, dataproxy, others, BACKGROUND_POINTS.dataproxy);
  const cost = {
    dataproxy: 1,
    registry: factorForMean(seed, registry, others, BACKGROUND_POINTS.registry) / load,
  };
  const settled = others.map((home) => ({ ...home, replica: scaled(home.replica, { load, cost }) }));
  const answer = (pool: DemoPoolPlan) => {
    const target = EXAMPLE_TARGETS[stamp.name]?.[pool.kind];
    if (target === undefined) throw new RangeError(`${stamp.name}/${pool.name} has no target`);
    return calibrateExample(seed, pool, { ...cast, others: settled, target });
  };
  const answers = { registry: answer(registry), dataproxy: answer(dataproxy) };
  const adapt = (home: DemoHome, isCustomer: boolean, place: number): DemoHome => {
    const ofKind = (kind: "registry" | "dataproxy") => {
      const traits = home.replica.kinds[kind];
      const { concentration, customerJob, pillarJob } = answers[kind];
      return {
        ...traits,
        concentration: isCustomer && place >= 0 ? concentration : traits.concentration,
        jobAmplitude: place === 0 ? (isCustomer ? customerJob : pillarJob) : 0,
      };
    };
    const costs = (kind: "registry" | "dataproxy") =>
      answers[kind][isCustomer ? "customerCost" : "pillarCost"];
    const kinds = { registry: ofKind("registry"), dataproxy: ofKind("dataproxy") };
    const cost = { registry: costs("registry"), dataproxy: costs("dataproxy") };
    return { ...home, replica: scaled({ ...home.replica, kinds }, { load: 1, cost }) };
  };
  return [
    ...settled,
    ...cast.top.map((home, place) => adapt(home, true, place)),
    ...cast.rest.map((home) => adapt(home, true, -1)),
    ...cast.pillars.map((home, place) => adapt(home, false, place)),
  ];
}

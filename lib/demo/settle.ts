import { factorForMean, factorForP95 } from "./calibrate.ts";
import { calibrateExample, type ExampleAnswer } from "./calibrateExample.ts";
import { scaled } from "./scaled.ts";
import { BACKGROUND_POINTS, EXAMPLE_TARGETS, poolOf } from "./stamps.ts";
import type { DemoHome, DemoPoolKind, DemoPoolPlan, DemoStamp, KindTraits } from "./types.ts";
import type { WorkedExampleStamp } from "./workedExample.ts";

/** Scales a stamp's load so that its dataproxy pool is as warm as planned, and the cost of requests for its registry pool. */
export function settle(seed: number, stamp: DemoStamp, homes: readonly DemoHome[]): DemoHome[] {
  const [dataproxy, registry] = [poolOf(stamp, "dataproxy"), poolOf(stamp, "registry")];
  const load = factorForP95(seed, dataproxy, homes);
  const cost = { dataproxy: 1, registry: factorForP95(seed, registry, homes) / load };
  return homes.map((home) => ({ ...home, replica: scaled(home.replica, { load, cost }) }));
}

/** Settles a stamp of the worked example: the many by their mean warmth, the customer and the pillars by calibration. */
export function settleExample(
  seed: number,
  stamp: DemoStamp,
  { cast, others }: { readonly cast: WorkedExampleStamp; readonly others: readonly DemoHome[] },
): DemoHome[] {
  const [dataproxy, registry] = [poolOf(stamp, "dataproxy"), poolOf(stamp, "registry")];
  const load = factorForMean(seed, dataproxy, others, BACKGROUND_POINTS.dataproxy);
  const registryCost = factorForMean(seed, registry, others, BACKGROUND_POINTS.registry) / load;
  const cost = { dataproxy: 1, registry: registryCost };
  const settled = others.map((home) => ({ ...home, replica: scaled(home.replica, { load, cost }) }));
  const answer = (pool: DemoPoolPlan) => {
    const target = EXAMPLE_TARGETS[stamp.name]?.[pool.kind];
    if (target === undefined) throw new RangeError(`${stamp.name}/${pool.name} has no target`);
    return calibrateExample(seed, pool, { ...cast, others: settled, target });
  };
  const answers: Answers = { registry: answer(registry), dataproxy: answer(dataproxy) };
  return [
    ...settled,
    ...cast.top.map((home, place) => adaptCustomer(home, answers, place === 0)),
    ...cast.rest.map((home) => withCosts(home, answers, "customerCost")),
    ...cast.pillars.map((home, place) => adaptPillar(home, answers, place === 0)),
  ];
}

type Answers = Readonly<Record<DemoPoolKind, ExampleAnswer>>;

function adaptCustomer(home: DemoHome, answers: Answers, hasJob: boolean): DemoHome {
  const changed = withTraits(home, (kind) => ({
    concentration: answers[kind].concentration,
    jobAmplitude: hasJob ? answers[kind].customerJob : 0,
  }));
  return withCosts(changed, answers, "customerCost");
}

function adaptPillar(home: DemoHome, answers: Answers, hasJob: boolean): DemoHome {
  const changed = withTraits(home, (kind) => ({ jobAmplitude: hasJob ? answers[kind].pillarJob : 0 }));
  return withCosts(changed, answers, "pillarCost");
}

function withTraits(home: DemoHome, traitsOf: (kind: DemoPoolKind) => Partial<KindTraits>): DemoHome {
  const { registry, dataproxy } = home.replica.kinds;
  const kinds = {
    registry: { ...registry, ...traitsOf("registry") },
    dataproxy: { ...dataproxy, ...traitsOf("dataproxy") },
  };
  return { ...home, replica: { ...home.replica, kinds } };
}

function withCosts(home: DemoHome, answers: Answers, whose: "customerCost" | "pillarCost"): DemoHome {
  const cost = { registry: answers.registry[whose], dataproxy: answers.dataproxy[whose] };
  return { ...home, replica: scaled(home.replica, { load: 1, cost }) };
}

import { fitLoadModel } from "../../contribution/fitLoadModel.ts";
import type { FittedPool } from "../../contribution/fittedPool.ts";
import type { PoolLoad } from "../../contribution/types.ts";
import { DEFAULT_HOTNESS_SETTINGS, type PoolMeasures } from "../../hotness/types.ts";
import { type SimulationPool, simulateMoves } from "../../simulation/index.ts";
import { quantileR7 } from "../../stats/index.ts";
import { createDraws } from "./draws.ts";
import { drawResidents, type FleetTraits } from "./fleets.ts";
import { cpuPerPoint, renderPool, type TruePool } from "./physics.ts";
import { inputsOf } from "./predictOurs.ts";

const BINS = 720;
const NODES = 12;
const STAMPS = 50;
const MOVES = 50;
const KINDS = ["registry", "dataproxy"];
/** So many that the median is of code that has run before, as it has on a server. */
const RUNS = 15;

const TRAITS: FleetTraits = {
  costSpread: 0.4,
  costExponent: 1,
  affinity: (draws) => ({ shape: "home", concentration: 0.3 * draws.uniform() }),
  nodeSkew: 0.05,
  shareDrift: 0,
  saturation: { shape: "knee", knee: 85 },
  noise: {
    white: 0.5,
    wander: 0.4,
    wanderMinutes: 20,
    flicker: 0.03,
    spikeChance: 0.001,
    spikePoints: 5,
    gaps: 0,
  },
  sizeExponent: 1.1,
  loadNoise: 0.25,
  burstScale: 0.6,
  commonPhase: null,
  onOff: 0,
  bytesPart: 0.5,
};

/** One thing that was timed, and what it must stay under. Of CPU: what others do on the machine does not count. */
export interface Timing {
  readonly what: string;
  readonly milliseconds: number;
  readonly bar: number | null;
}

/** How long a fit of 2,000 registries takes, and a simulation of 50 moves in a region of 50 stamps of two pools each. */
export function timeModels(): Timing[] {
  const region = layOutStamps();
  const large = drawPool(1, 2_000);
  const pooled = time(() => fitLoadModel({ ...large, vcpusPerNode: 8, mostOwn: 0 }));
  const full = time(() => fitLoadModel({ ...large, vcpusPerNode: 8 }));
  const first = time(() => simulateMoves(region));
  // Other moves every time: what was asked before is remembered, and would be no measure.
  const seeds = Array.from({ length: RUNS }, (_, run) => run + 1);
  const kept = seeds.map((seed) => time(() => simulateMoves({ ...region, ...drawMoves(seed) })));
  const again = time(() => simulateMoves({ ...region, ...drawMoves(RUNS) }));
  return [
    { what: "pooled fit, 2,000 registries × 720 bins", milliseconds: pooled, bar: null },
    { what: "fit with own costs and splits, the same", milliseconds: full, bar: 1_000 },
    { what: "50 moves, 50 stamps, first asked", milliseconds: first, bar: null },
    { what: "50 moves, 50 stamps, models kept", milliseconds: quantileR7(kept, 0.5) ?? 0, bar: 150 },
    { what: "the same moves asked again", milliseconds: again, bar: null },
  ];
}

function time(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}

/** A pool of so many registries, drawn and rendered: node CPU and load, nothing of the truth. */
export function drawPool(seed: number, registries: number) {
  const draws = createDraws(seed);
  const pool: TruePool = {
    name: "timed",
    key: seed,
    nodes: NODES,
    vcpusPerNode: 8,
    idle: 3,
    nodeSkew: TRAITS.nodeSkew,
    shareDrift: 0,
    saturation: TRAITS.saturation,
    noise: TRAITS.noise,
  };
  const residents = drawResidents(draws, TRAITS, {
    prefix: `p${seed}-`,
    count: registries,
    points: draws.between(15, 45),
    cpuPerNodePoint: cpuPerPoint(pool),
    nodes: NODES,
  });
  const before = renderPool(pool, residents, { length: BINS, take: 0 });
  return inputsOf({ pool, residents, before, after: before, seen: residents });
}

/** A few pools are fitted, and stand for all: every one is laid out by itself all the same. */
function layOutStamps(): Parameters<typeof simulateMoves>[0] {
  const drawn = [1, 2, 3, 4].map((seed) => {
    const { nodes, load } = drawPool(seed, 100);
    const model = fitLoadModel({ nodes, load, vcpusPerNode: 8 });
    if (model === null) throw new Error("nothing was fitted");
    return { nodes, load, model };
  });
  const homes = new Map<string, string>();
  const pools = Array.from({ length: STAMPS }, (_, at) => at).flatMap((at) =>
    KINDS.map((kind, place): SimulationPool => {
      const { nodes, load, model } = drawn[(at + place) % drawn.length] ?? drawn[0] ?? fail();
      const stamp = `s${at}`;
      const renamed: PoolLoad = {
        ...load,
        registries: load.registries.map((one, index) => ({ ...one, name: `${stamp}-r${index}` })),
      };
      for (const { name } of renamed.registries) homes.set(name, stamp);
      const fitted: FittedPool = { nodes: { ...nodes }, model };
      return {
        stamp,
        pool: kind,
        kind,
        measures: MEASURES,
        hot: new Int16Array(BINS).fill(5_000),
        present: new Uint16Array(BINS).fill(NODES),
        vcpusPerNode: 8,
        throttled: false,
        fitted,
        load: renamed,
        missing: null,
        rules: DEFAULT_HOTNESS_SETTINGS.coverage,
        dominanceShare: DEFAULT_HOTNESS_SETTINGS.dominanceShare,
      };
    }),
  );
  return { fromMinute: 0, toMinute: BINS, pools, planned: [], homes, ...drawMoves(0) };
}

function drawMoves(seed: number): Pick<Parameters<typeof simulateMoves>[0], "phases"> {
  const draws = createDraws(seed);
  const moves = Array.from({ length: MOVES }, (_, at) => ({
    registry: `s${draws.whole(0, STAMPS - 1)}-r${at}`,
    to: `s${draws.whole(0, STAMPS - 1)}`,
  }));
  return { phases: [{ moves }] };
}

function fail(): never {
  throw new Error("no pool was drawn");
}

const MEASURES: PoolMeasures = {
  pool: 1,
  window: { fromMinute: 0, toMinute: BINS },
  hotNodeP95: 50,
  max: 70,
  maxAt: null,
  average: 30,
  hotSpotRatio: null,
  hottestNode: null,
  nodes: NODES,
  state: "warm",
  stale: false,
  limit: 60,
  excess: 0,
  now: { hot5m: null, hot15m: null, overSince: null },
  coverage: { bins: 1, nodeMinutes: 1, lesser: 1 },
  ownPeak: null,
};

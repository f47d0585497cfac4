import { MINUTE_MS, minuteOf } from "../core/index.ts";
import { POOL_NAMES } from "./benchFleet.ts";
import { medianMs, printHeading, printLine } from "./benchReport.ts";
import { createDraws } from "./prediction/draws.ts";
import { drawPool } from "./prediction/speed.ts";
import { callApp, type ServedApp } from "./servedApp.ts";

const REGION = "simulated";
const STAMPS = 50;
const REGISTRIES_PER_STAMP = 50;
const MOVES = 50;
const WINDOW_MINUTES = 720;
/** Pools that are drawn; every stamp has one of them for each of its pools. */
const DRAWN_POOLS = 8;
/** So many that the median is of code that has run before. */
const RUNS = 15;
const BAR_MS = 150;

/** 50 moves in a region of 50 stamps, as `POST /api/v1/simulations` answers them over HTTP: other moves every time. */
export async function benchSimulation(app: ServedApp): Promise<void> {
  printHeading(
    `Simulating ${MOVES} moves in a region of ${STAMPS} stamps of ${POOL_NAMES.length} pools, over HTTP`,
  );
  const toMinute = minuteOf(Date.now());
  const fromMinute = toMinute - WINDOW_MINUTES;
  await fillRegion(app, fromMinute);
  const draws = createDraws(1);
  const ask = () =>
    callApp(app, "/api/v1/simulations", {
      method: "POST",
      body: {
        region: REGION,
        window: { from: fromMinute * MINUTE_MS, to: toMinute * MINUTE_MS },
        moves: drawMoves(draws),
      },
    });
  const first = await medianMs(1, ask);
  printLine({ what: "first asked: models are fitted", figure: `${Math.round(first)} ms` });
  const kept = await medianMs(RUNS, ask);
  printLine({
    what: "models kept",
    figure: `${Math.round(kept)} ms`,
    ratio: { of: first / kept, to: "as fast as the first" },
    bar: { words: `≤ ${BAR_MS} ms`, reached: kept <= BAR_MS },
  });
}

function drawMoves(draws: ReturnType<typeof createDraws>) {
  return Array.from({ length: MOVES }, (_, at) => {
    const home = draws.whole(0, STAMPS - 1);
    const away = (home + draws.whole(1, STAMPS - 1)) % STAMPS;
    return { registry: nameRegistry(home, at % REGISTRIES_PER_STAMP), to: nameStamp(away) };
  });
}

function nameStamp(stamp: number): string {
  return `${REGION}-${stamp}`;
}

function nameRegistry(stamp: number, registry: number): string {
  return `${nameStamp(stamp)}-r${registry}`;
}

async function fillRegion(app: ServedApp, fromMinute: number): Promise<void> {
  const stamps = Array.from({ length: STAMPS }, (_, stamp) => stamp);
  const residents = Array.from({ length: REGISTRIES_PER_STAMP }, (_, registry) => registry);
  const from = fromMinute * MINUTE_MS;
  await callApp(app, "/api/v1/inventory", {
    method: "PUT",
    body: {
      regions: [
        {
          name: REGION,
          stamps: stamps.map((stamp) => ({
            name: nameStamp(stamp),
            pools: POOL_NAMES.map((name) => ({ name, vcpusPerNode: 8 })),
          })),
        },
      ],
      registries: stamps.flatMap((stamp) =>
        residents.map((registry) => ({
          name: nameRegistry(stamp, registry),
          tenant: nameRegistry(stamp, registry),
          replicas: [{ region: REGION, homeStamp: nameStamp(stamp), boundAt: from }],
        })),
      ),
    },
  });
  const drawn = Array.from({ length: DRAWN_POOLS }, (_, seed) => packPool(seed + 1));
  for (const stamp of stamps)
    for (const [place, pool] of POOL_NAMES.entries()) {
      const packed = drawn[(stamp + 3 * place) % DRAWN_POOLS];
      const head = { stamp: nameStamp(stamp), pool, from, stepSeconds: 60 };
      const names = residents.map((registry) => nameRegistry(stamp, registry));
      await callApp(app, "/api/v1/samples/cpu/packed", { method: "POST", body: { ...head, ...packed?.cpu } });
      const body = { ...head, registries: names, ...packed?.load };
      await callApp(app, "/api/v1/samples/load/packed", { method: "POST", body });
    }
}

/** A pool as the packed endpoints take it, but for the names of its registries. */
function packPool(seed: number) {
  const { nodes, load } = drawPool(seed, REGISTRIES_PER_STAMP);
  return {
    cpu: {
      nodes: nodes.nodes.map(({ name }) => name),
      cpu: nodes.values.map((row) => Array.from(row, (centi) => (centi < 0 ? null : centi / 100))),
    },
    load: {
      requests: load.registries.map(({ requests }) => Array.from(requests, Math.round)),
      bytes: load.registries.map(({ bytes }) => Array.from(bytes, Math.round)),
    },
  };
}

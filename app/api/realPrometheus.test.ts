import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MINUTE_MS } from "#lib/core/index.ts";
import { installAppContext } from "#lib/http/appContext.ts";
import { createTestApp, type TestApp } from "#lib/http/appForTests.ts";
import { decodeSums } from "#lib/telemetry/counters/sumRow.ts";
import { apiCaller } from "./callApiForTests.ts";
import { directRoutes } from "./directRoutes.ts";
import { type PromSeries, type RealPrometheus, SENDERS, startPrometheus } from "./realPrometheusForTests.ts";
import { loadRouteFiles } from "./routeFilesForTests.ts";
import { type SenderServer, serveRoutes } from "./senderServerForTests.ts";

const NODES = ["n0", "n1"];
const IDLE = 'node_cpu_seconds_total{mode=~"idle|iowait"}';
/** Far more than it ever takes; it ends as soon as what is waited for is there. */
const PATIENCE_MS = 120_000;

const isHere = SENDERS.prometheus !== null && SENDERS.exporter !== null;

describe.skipIf(!isHere)(
  "a real Prometheus with node_exporter (skipped where they are not installed)",
  () => {
    let app: TestApp;
    let call: ReturnType<typeof apiCaller>;
    let server: SenderServer;
    let prometheus: RealPrometheus;

    beforeAll(async () => {
      app = await createTestApp();
      // Prometheus has no clock but the real one.
      installAppContext({ database: app.db.client, clock: Date.now, log: app.app.log, checkAnswers: true });
      call = apiCaller(await loadRouteFiles(), app);
      const stamps = [{ name: "wus-a", pools: [{ name: "dataproxy" }] }];
      const body = { regions: [{ name: "westus", stamps }] };
      expect((await call("/api/v1/inventory", { method: "PUT", body })).status).toBe(200);
      server = await serveRoutes(directRoutes);
      prometheus = await startPrometheus({
        writeUrl: `${server.url}/api/v1/prometheus/write`,
        token: app.tokens.ingest,
        instances: NODES,
        place: { stamp: "wus-a", pool: "dataproxy" },
      });
    }, PATIENCE_MS);
    afterAll(async () => {
      await prometheus?.close();
      await server?.stop();
      await app?.close();
    });

    /** What is stored of both nodes: milliseconds watched and idle, by minute. */
    async function stored(): Promise<Map<number, { amount: number; watched: number }>> {
      const { rows } = await app.db.pool.query(
        "select minute, sums from telemetry.counter_minute where kind = 0",
      );
      return new Map(
        rows.map(({ minute, sums }) => {
          const all = [...decodeSums(sums).values()];
          const sum = (pick: (one: { amount: number; watched: number }) => number) =>
            all.reduce((total, one) => total + pick(one), 0);
          return [minute, { amount: sum((one) => one.amount), watched: sum((one) => one.watched) }];
        }),
      );
    }

    const watchedMs = async () =>
      [...(await stored()).values()].reduce((total, { watched }) => total + watched, 0);

    async function until(isSo: () => Promise<boolean>): Promise<void> {
      const giveUpAt = performance.now() + PATIENCE_MS;
      while (!(await isSo())) {
        if (performance.now() > giveUpAt) return;
        await pause(100);
      }
    }

    test(
      "fills the heat map; while it is turned away it keeps what it has, and afterwards there is no hole and no double",
      async () => {
        await until(async () => (await watchedMs()) > 0);
        await server.stop();
        const before = await scrapes();
        await until(async () => (await scrapes()) >= before + 4);
        await server.start();
        const afterwards = await scrapes();
        await until(async () => (await scrapes()) >= afterwards + 2);
        await prometheus.stopExporter();
        const sent = await prometheus.points(IDLE);

        let expected = new Map<number, Sum>();
        await until(async () => {
          const have = await stored();
          expected = bestFit(sent, have);
          return differences(have, expected).length === 0;
        });
        expect(differences(await stored(), expected)).toEqual([]);
        const minutes = [...(await stored()).keys()].sort();
        const [first = 0, last = 0] = [minutes[0], minutes.at(-1)];
        expect(minutes.length).toBe(last - first + 1);
        const window = `from=${first * MINUTE_MS}&to=${(last + 1) * MINUTE_MS}`;
        const map = await call(`/api/v1/stamps/wus-a/pools/dataproxy/nodes?${window}`);
        expect(map.json.nodes).toEqual(NODES);
        for (const value of map.json.values.flat()) expect(value).toBeGreaterThanOrEqual(0);
        expect(map.json.values.map((row: readonly unknown[]) => row.length)).toEqual([
          minutes.length,
          minutes.length,
        ]);
      },
      PATIENCE_MS * 5,
    );

    async function scrapes(): Promise<number> {
      const [first] = await prometheus.points('node_cpu_seconds_total{cpu="0",mode="idle",instance="n0"}');
      return first?.points.length ?? 0;
    }
  },
);

interface Sum {
  amount: number;
  watched: number;
}

/**
 * What Prometheus' own points make of each minute. It need not have sent its first scrapes, which it made before it began
 * to watch for what is to be sent: of each node as many are left out as explain best what is stored, at most three.
 */
function bestFit(sent: readonly PromSeries[], have: ReadonlyMap<number, Sum>): Map<number, Sum> {
  const upToThree = [0, 1, 2, 3];
  const fits = upToThree.flatMap((n0) => upToThree.map((n1) => expectedMinutes(sent, { n0, n1 })));
  const [best] = fits.toSorted(
    (one, other) => differences(have, one).length - differences(have, other).length,
  );
  return best ?? new Map();
}

function expectedMinutes(
  sent: readonly PromSeries[],
  skippedOf: Readonly<Record<string, number>>,
): Map<number, Sum> {
  const sums = new Map<number, Sum>();
  for (const { metric, points } of sent) {
    const isWatch = metric["mode"] === "idle";
    const skipped = skippedOf[metric["instance"] ?? ""] ?? 0;
    for (const [at, [toMs, value]] of points.entries()) {
      const [fromMs, valueBefore] = points[at - 1] ?? [toMs, value];
      if (at <= skipped) continue;
      for (let minute = Math.floor(fromMs / MINUTE_MS); minute * MINUTE_MS < toMs; minute++) {
        const share =
          (Math.min(toMs, (minute + 1) * MINUTE_MS) - Math.max(fromMs, minute * MINUTE_MS)) / (toMs - fromMs);
        const sum = sums.get(minute) ?? { amount: 0, watched: 0 };
        // A kernel may turn iowait back by a tick.
        sum.amount += Math.max(0, value - valueBefore) * 1_000 * share;
        if (isWatch) sum.watched += (toMs - fromMs) * share;
        sums.set(minute, sum);
      }
    }
  }
  return sums;
}

/** Minutes in which what is stored is not what is expected, to a millisecond; in words. */
function differences(stored: ReadonlyMap<number, Sum>, expected: ReadonlyMap<number, Sum>): string[] {
  return [...new Set([...stored.keys(), ...expected.keys()])].flatMap((minute) => {
    const have = stored.get(minute) ?? { amount: 0, watched: 0 };
    const want = expected.get(minute) ?? { amount: 0, watched: 0 };
    const isSame = Math.abs(have.amount - want.amount) < 1 && Math.abs(have.watched - want.watched) < 1;
    return isSame ? [] : [`${minute}: ${JSON.stringify(have)} is stored, ${JSON.stringify(want)} was sent`];
  });
}

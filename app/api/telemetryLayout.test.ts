import { globSync, readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isDistributed, TELEMETRY_TABLES } from "#lib/db/distribution.ts";
import { findLayoutFaults } from "#lib/db/distributionRulesForTests.ts";
import { loadStoredUntil } from "#lib/demo/queries.ts";
import { readOutcomes, readWindowOutcomes } from "#lib/execution/gates/outcomes/queries.ts";
import { readNewStamp } from "#lib/execution/stamps/queries.ts";
import { TEST_START_MS } from "#lib/http/appForTests.ts";
import { keepPartitions, pruneChanges, pruneLogSources } from "#lib/jobs/keepStorage.ts";
import { readKnownBefore } from "#lib/telemetry/intake/queries.ts";
import { rehearseOutcomes } from "#lib/telemetry/outcome/commands.ts";
import { createPlansApp, FROM_MS, newStamp, type PlansApp, window } from "./plansForTests.ts";

let plans: PlansApp;
/** Each statement on telemetry that is sent to the database. */
const statements = new Set<string>();

const { query } = pg.Client.prototype;
beforeAll(async () => {
  pg.Client.prototype.query = function recorded(this: pg.Client, ...args: unknown[]) {
    note(args[0]);
    return Reflect.apply(query, this, args);
  } as typeof query;
  plans = await createPlansApp();
  await askForEverything();
});
afterAll(async () => {
  pg.Client.prototype.query = query;
  await plans.app.close();
});

function note(sent: unknown): void {
  const text = typeof sent === "string" ? sent : (sent as { text?: unknown } | null)?.text;
  if (typeof text === "string" && text.includes("telemetry.")) statements.add(text);
}

/** Ways in, ways out and jobs: enough that each statement on telemetry in lib has been sent. */
async function askForEverything(): Promise<void> {
  const { app, call } = plans;
  const send = (path: string, body: object) => call(`/api/v1/${path}`, { method: "POST", body });
  const place = { stamp: "wus-a", pool: "registry" };
  const at = { ...place, ts: TEST_START_MS - 60_000 };
  const cpu = { ...at, node: "n0", cpu: 10 };
  await send("samples/cpu", { samples: [cpu, { ...cpu, stamp: "nobody" }] });
  // Of two hours the process remembers, one changes.
  await send("samples/cpu", { samples: [{ ...cpu, ts: FROM_MS }] });
  await send("samples/cpu", { samples: [cpu, { ...cpu, ts: FROM_MS, cpu: 11 }] });
  // So many new minutes that they are copied.
  const days = {
    from: FROM_MS - 3 * 86_400_000,
    stepSeconds: 60,
    nodes: ["n0"],
    cpu: [Array(1_500).fill(20)],
  };
  await send("samples/cpu/packed", { ...place, ...days });
  await send("samples/load", { samples: [{ ...at, registry: "small", requests: 1, bytes: 1 }] });
  await send("samples/outcome", { samples: [{ stamp: "wus-a", ts: at.ts, pullP95Ms: 1 }] });
  for (const path of [
    "fleet",
    "fleet/heatmap",
    "stamps/wus-a/pools/registry/series",
    "stamps/wus-a/pools/registry/nodes",
    "stamps/wus-a/contribution",
    "registries?region=westus",
    "registries/small/load",
    "data-health",
    "reports/weekly",
    "accuracy",
    "calendar",
  ])
    expect((await call(`/api/v1/${path}`)).status, path).toBeLessThan(300);
  await sendMetrics();
  await send("proposals", { region: "westus", window });
  await keepPartitions(app.db.client, Math.floor(TEST_START_MS / 60_000));
  await pruneChanges(app.db.client);

  const { pool, prisma, client } = app.db;
  const bins = { fromMinute: FROM_MS / 60_000, toMinute: TEST_START_MS / 60_000 };
  const stamps = [{ id: 1, name: "wus-a", isDestination: true }];
  await readOutcomes(pool, { stamps, window: bins, beforeMs: FROM_MS });
  await readWindowOutcomes(pool, { stamps, before: bins, after: bins });
  const content = { newStamps: [newStamp] } as unknown as Parameters<typeof readNewStamp>[1]["content"];
  const stamp = { name: "wus-a" } as Parameters<typeof readNewStamp>[1]["stamp"];
  await readNewStamp({ prisma, pools: client.pools }, { stamp, content, nowMs: TEST_START_MS });
  await rehearseOutcomes(pool, [
    { stamp: 1, minute: bins.fromMinute, pullP95Ms: 1, errorRate: null, throughputBytes: null },
  ]);
  await loadStoredUntil(prisma, bins.fromMinute);
  await readKnownBefore(pool, [1, 2], bins.toMinute);
  // What was refused is written down once in a while.
  await app.app.telemetry.ledger.flush();
}

/** Counters and shares of cores by OTLP, whose series are seen, an access log, and what forgets it. */
async function sendMetrics(): Promise<void> {
  const { app, call } = plans;
  const post = (path: string, body: unknown, type: string) =>
    call(`/api/v1/${path}`, { method: "POST", body, headers: { "content-type": type } });
  const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const place = { stamp: "wus-a", pool: "registry", "host.name": "n0" };
  const dataPoints = [3, 2].map((minutes) => ({
    attributes: [attribute("cpu", "0"), attribute("state", "idle")],
    timeUnixNano: `${TEST_START_MS - minutes * 60_000}000000`,
    asDouble: 100 - minutes * 10,
  }));
  const sum = { aggregationTemporality: 2, isMonotonic: true, dataPoints };
  const gauge = { dataPoints: dataPoints.slice(1).map((point) => ({ ...point, asDouble: 0.5 })) };
  const metrics = {
    resourceMetrics: [
      {
        resource: { attributes: Object.entries(place).map(([key, value]) => attribute(key, value)) },
        scopeMetrics: [
          {
            scope: { name: "test" },
            metrics: [
              { name: "system.cpu.time", sum },
              { name: "system.cpu.utilization", gauge },
            ],
          },
        ],
      },
    ],
  };
  const answer = await post("otlp/v1/metrics", JSON.stringify(metrics), "application/json");
  expect([answer.status, answer.json]).toEqual([200, {}]);
  await call("/api/v1/sources/preview", { method: "POST", body: {} });
  const record = {
    time: new Date(TEST_START_MS - 120_000).toISOString(),
    "http.request.host": "registry.example",
    "http.request.uri": "/v2/small/app/manifests/latest",
    "http.response.status": 200,
    "http.response.written": 1_000,
    "http.response.duration": "4ms",
  };
  const log = "samples/load/access-log?stamp=wus-a&pool=registry&source=host-1&position=0";
  expect((await post(log, `${JSON.stringify(record)}\n`, "application/x-ndjson")).status).toBe(200);
  await pruneLogSources(app.db.client);
}

/** Read, never joined, by hours or whole: all machines answer at once, and no row meets another. */
const FLEET_SCANS: readonly RegExp[] = [
  // Every pool of an hour, for the copy of hours that a process keeps in memory.
  /from telemetry\.pool_hour where \(hour >= \d+ and hour < \d+.*\)\s+group by hour/,
  // The oldest hour there is, asked partition by partition.
  /select min\(hour\) as hour from telemetry\.pool_hour where hour >= \$1 and hour < \$2/,
  // The demo's own table of contents.
  /select pool, max\(minute\) as last from telemetry\.load_minute where minute >= \$1 group by pool/,
];
/** Texts for people to run, and what makes partitions: no statement of theirs reads a row. */
const NO_QUERIES = ["lib/hotness/renderSql.ts", "lib/hotness/renderNodeQueries.ts"];

describe("telemetry can be cut by pool over many machines", () => {
  test("each table's primary key and unique keys begin with the column it is cut by", async () => {
    const { rows } = await plans.app.db.pool.query<{ table: string; first: string }>(
      `select relname as table, attname as first from pg_index
         join pg_class on pg_class.oid = indrelid join pg_attribute on attrelid = indrelid and attnum = indkey[0]
         where indisunique and relnamespace = 'telemetry'::regnamespace and not relispartition`,
    );
    const keyed = rows.filter(({ table }) => isDistributed(table));
    expect(new Set(keyed.map(({ table }) => table)).size).toBe(TELEMETRY_TABLES.filter(isDistributed).length);
    for (const { table, first } of keyed)
      expect([table, first]).toEqual([table, table === "outcome_minute" ? "stamp" : "pool"]);
  });

  test("each table of the schema has its place in the layout", async () => {
    const { rows } = await plans.app.db.pool.query<{ name: string }>(
      `select relname as name from pg_class
         where relkind in ('r', 'p') and relnamespace = 'telemetry'::regnamespace and not relispartition`,
    );
    expect(rows.map(({ name }) => name).toSorted()).toEqual(TELEMETRY_TABLES.toSorted());
  });

  test("every statement that lib writes down was heard", () => {
    const heard = [...statements].join("\n").replace(/\s+/g, " ");
    const written = globSync("lib/**/*.ts").flatMap((file) => {
      if (/\.test\.ts$|ForTests\.ts$|lib\/bench\//.test(file) || NO_QUERIES.includes(file)) return [];
      // As far as it is the same whatever is put in.
      const places = /(?:from|join|into|update|copy)\s+telemetry\.\w[^`"$?]*/g;
      return (readFileSync(file, "utf8").match(places) ?? []).map(
        (place) => `${file}: ${place.replace(/\s+/g, " ")}`,
      );
    });
    expect(written.length).toBeGreaterThan(25);
    expect(
      written.filter((place) => !heard.includes(place.slice(place.indexOf(": ") + 2).trimEnd())),
    ).toEqual([]);
  });

  test("every statement filters and joins on the column that its tables are cut by", () => {
    const faults = [...statements].flatMap((text) =>
      findLayoutFaults(text, {
        mayScan: FLEET_SCANS.some((scan) => scan.test(text.replace(/\s+/g, " "))),
      }).map((fault) => `${fault}: ${text}`),
    );
    expect(faults).toEqual([]);
    expect(statements.size).toBeGreaterThan(20);
  });
});

test.each([
  ["select 1 from telemetry.pool_hour where hour = 3", "pool_hour is filtered without its pool"],
  [
    "select 1 from telemetry.pool_hour h join telemetry.pool_minute m on m.minute = h.hour where h.pool = 1 and m.pool = 1",
    "pool_minute meets another table otherwise than by its pool",
  ],
  [
    "select 1 from telemetry.pool_hour h join pool p on p.id = h.pool where h.pool = 1",
    "pool_hour is joined with pool",
  ],
  ["update telemetry.node set name = 'x' where slot = 1 or pool = 1", "node is filtered without its pool"],
  ["delete from telemetry.load_minute where minute < 3", "load_minute is filtered without its pool"],
  ["insert into telemetry.node (slot, name) values (1, 'n')", "a row for node is written without its pool"],
  [
    "with late as (select * from telemetry.pool_hour where hour = 3) select * from late",
    "pool_hour is filtered without its pool",
  ],
])("the rule finds what is wrong in: %s", (text, fault) => {
  expect(findLayoutFaults(text)).toEqual([fault]);
});

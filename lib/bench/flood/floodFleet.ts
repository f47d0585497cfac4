import pg from "pg";
import { minuteOf } from "../../core/index.ts";
import type { FloodTarget } from "./floodTypes.ts";

/** The application that is flooded. */
export interface FloodedApp {
  readonly address: string;
  readonly adminToken: string;
  readonly databaseUrl: string;
}

const REGION = "flood-region";
const DAY_MINUTES = 1_440;

/** Of a sender that sends as much as it can: collectors send such bodies. */
const GREEDY_POOLS = 16;
export function greedyTarget(nowMs: number): FloodTarget {
  return {
    stamp: "flood-greedy",
    pools: Array.from({ length: GREEDY_POOLS }, (_, at) => `pool-${at}`),
    ...{ nodesPerPool: 500, minutesPerBody: 4 },
    fromMinute: minuteOf(nowMs) - 12 * DAY_MINUTES,
  };
}

/** Of a sender that does as it should: a small body now and then. */
export function steadyTarget(nowMs: number): FloodTarget {
  return {
    stamp: "flood-steady",
    pools: ["pool-0"],
    ...{ nodesPerPool: 30, minutesPerBody: 1 },
    fromMinute: minuteOf(nowMs) - 12 * DAY_MINUTES,
  };
}

/** Asks the API; throws when the answer is not 2xx. */
export async function askApp(app: FloodedApp, path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(app.address + path, {
    ...init,
    headers: {
      authorization: `Bearer ${app.adminToken}`,
      "content-type": "application/json",
      ...init.headers,
    },
  });
  if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
  return response;
}

/** Stamps of their own for the senders, beside whatever is there; a token for each. */
export async function prepareFlood(
  app: FloodedApp,
  targets: readonly FloodTarget[],
): Promise<readonly string[]> {
  const stamps = targets.map(({ stamp, pools }) => ({ name: stamp, pools: pools.map((name) => ({ name })) }));
  const body = JSON.stringify({ regions: [{ name: REGION, stamps }] });
  await askApp(app, "/api/v1/inventory", { method: "PUT", body });
  return await Promise.all(
    targets.map(async ({ stamp }) => {
      const made = await askApp(app, "/api/v1/tokens", {
        method: "POST",
        body: JSON.stringify({ name: stamp, role: "ingest" }),
      });
      return ((await made.json()) as { secret: string }).secret;
    }),
  );
}

/** The samples that the database holds of a sender's stamp: one for each node and minute. */
export async function countStored(app: FloodedApp, { stamp, fromMinute }: FloodTarget): Promise<number> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ stored: string }>(
      `select coalesce(sum(minute.present), 0)::text as stored
         from telemetry.pool_minute minute join pool on pool.id = minute.pool join stamp on stamp.id = pool.stamp_id
         where stamp.name = $1 and minute.minute < $2`,
      // The demo feeds every pool there is with what happens now.
      [stamp, fromMinute + 11 * DAY_MINUTES],
    );
    return Number(rows[0]?.stored ?? 0);
  } finally {
    await client.end();
  }
}

/** Signs in as a browser does, and gives the cookie. */
export async function signIn(app: FloodedApp): Promise<string> {
  const answer = await fetch(`${app.address}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token: app.adminToken }),
  });
  const cookie = answer.headers.get("set-cookie")?.split(";")[0];
  if (cookie === undefined) throw new Error(`signing in was answered ${answer.status} without a cookie`);
  return cookie;
}

/** Pages as a person opens them. */
export async function pagesToLoad(app: FloodedApp): Promise<readonly string[]> {
  const fleet = (await (await askApp(app, "/api/v1/fleet")).json()) as {
    pools: readonly { stamp: string; hotNodeP95: number | null }[];
  };
  const hottest = fleet.pools.toSorted((one, other) => (other.hotNodeP95 ?? -1) - (one.hotNodeP95 ?? -1))[0];
  if (hottest === undefined) throw new Error("there is no pool");
  return ["/fleet", `/stamps/${encodeURIComponent(hottest.stamp)}`, "/registries", "/plans"];
}

export interface PageLoads {
  /** Milliseconds to the last byte, sorted, by page. */
  readonly byPage: ReadonlyMap<string, readonly number[]>;
  readonly all: readonly number[];
  /** Other answers than 200. */
  readonly failed: readonly string[];
}

/** Loads the pages one after the other, so many rounds. */
export async function loadPages(
  app: FloodedApp,
  {
    pages,
    cookie,
    rounds,
  }: { readonly pages: readonly string[]; readonly cookie: string; readonly rounds: number },
): Promise<PageLoads> {
  const byPage = new Map<string, number[]>(pages.map((page) => [page, []]));
  const failed: string[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const page of pages) {
      const askedAt = performance.now();
      const answer = await fetch(app.address + page, { headers: { cookie }, redirect: "manual" });
      await answer.text();
      byPage.get(page)?.push(performance.now() - askedAt);
      if (answer.status !== 200) failed.push(`${page} ${answer.status}`);
    }
  }
  const sorted = (taken: readonly number[]) => taken.toSorted((left, right) => left - right);
  return {
    byPage: new Map([...byPage].map(([page, taken]) => [page, sorted(taken)])),
    all: sorted([...byPage.values()].flat()),
    failed,
  };
}

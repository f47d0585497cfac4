import { formatCpu, formatFixed, formatPoints, formatShare } from "../../charts/index.ts";
import type {
  ApiClient,
  GetFleetAnswer,
  GetSignalsAnswer,
  GetStampsByStampContributionAnswer,
} from "../../client/index.ts";
import type { ApiCommand } from "./apiCommand.ts";
import { ask } from "./askApi.ts";
import type { Column } from "./terminal.ts";
import { UsageError } from "./usage.ts";

type Pool = GetFleetAnswer["pools"][number];
type FleetState = Pool["state"];

const STATES: readonly FleetState[] = ["cool", "normal", "warm", "hot", "critical", "unknown"];

const fleet: ApiCommand = {
  name: "fleet",
  takes: "[--region R] [--kind K] [--state STATE] [--window peak|12h|…]",
  summary: "every pool with its hot-node P95, the hottest first",
  words: 0,
  options: {
    region: { type: "string" },
    kind: { type: "string" },
    state: { type: "string" },
    window: { type: "string" },
  },
  run: async ({ api, said, out }) => {
    const query = {
      ...given("region", said.text("region")),
      ...given("kind", said.text("kind")),
      ...given("window", said.text("window")),
      ...given("state", stateOf(said.text("state"))),
    };
    out.tell(await ask(api.GET("/api/v1/fleet", { params: { query } })), ({ window, pools }) => {
      out.table(hottestFirst(pools), POOL_COLUMNS, "No pool is of that kind.");
      out.line(
        `${pools.length} pools, ${utc(window.from)} to ${utc(window.to)}; P95, max and average of it.`,
      );
    });
  },
};

/** Stamps whose tenants are looked up; more than these at once are an incident that no table tells. */
const MOST_STAMPS = 12;

const hot: ApiCommand = {
  name: "hot",
  takes: "[--region R] [--tenants N]",
  summary: "what is over its limit or under a signal now, since when, on which node, and which tenants do it",
  words: 0,
  options: { region: { type: "string" }, tenants: { type: "string" } },
  run: async ({ api, said, out }) => {
    const region = given("region", said.text("region"));
    const tenants = countOf("--tenants", said.text("tenants") ?? "3");
    const measured = await ask(api.GET("/api/v1/fleet", { params: { query: region } }));
    const signals = await ask(
      api.GET("/api/v1/signals", { params: { query: { ...region, open: "true", limit: 100 } } }),
    );
    const pools = hottestFirst(measured.pools.filter(isHot));
    const stamps = [...new Set(pools.map(({ stamp }) => stamp))].slice(0, MOST_STAMPS);
    const contributions = await tenantsOf(api, stamps);
    out.tell({ fleet: { ...measured, pools }, signals, contributions }, () => {
      out.table(pools, HOT_COLUMNS, "No pool is over its limit.");
      for (const { stamp, rows } of contributions) out.line(topTenants(stamp, rows, tenants));
      for (const signal of signals.signals) out.line(signalWords(signal));
      if (signals.signals.length === 0) out.line("No signal is open.");
    });
  },
};

export const fleetCommands: readonly ApiCommand[] = [fleet, hot];

async function tenantsOf(api: ApiClient, stamps: readonly string[]) {
  const answers: GetStampsByStampContributionAnswer[] = [];
  for (const stamp of stamps) {
    const params = { path: { stamp }, query: { groupBy: "tenant" } } as const;
    answers.push(await ask(api.GET("/api/v1/stamps/{stamp}/contribution", { params })));
  }
  return answers;
}

function isHot({ excess, now }: Pool): boolean {
  return (excess ?? 0) > 0 || now.overSince !== null;
}

function topTenants(stamp: string, rows: GetStampsByStampContributionAnswer["rows"], count: number): string {
  const top = rows.filter(({ reliefPoints }) => (reliefPoints ?? 0) > 0).slice(0, count);
  if (top.length === 0) return `${stamp}: no tenant's load explains it.`;
  const shares = top.map(
    ({ tenant, reliefPoints, requestShare }) =>
      `${tenant} ${formatPoints(-(reliefPoints ?? 0))} (${formatShare(requestShare)} of requests)`,
  );
  return `${stamp}: without them it would be cooler by: ${shares.join(", ")}.`;
}

function signalWords({
  stamp,
  pool,
  kind,
  severity,
  from,
  note,
}: GetSignalsAnswer["signals"][number]): string {
  const where = pool === null ? stamp : `${stamp} ${pool}`;
  return `${where}: ${kind.replaceAll("_", " ")}, ${severity}, since ${utc(from)}${note === "" ? "" : `: ${note}`}`;
}

function hottestFirst(pools: readonly Pool[]): Pool[] {
  return pools.toSorted((one, other) => (other.hotNodeP95 ?? -1) - (one.hotNodeP95 ?? -1));
}

const NAME_COLUMNS: readonly Column<Pool>[] = [
  { header: "REGION", of: ({ region }) => region },
  { header: "STAMP", of: ({ stamp }) => stamp },
  { header: "POOL", of: ({ pool }) => pool },
  { header: "STATE", of: ({ state }) => state },
  { header: "P95", align: "right", of: ({ hotNodeP95 }) => formatCpu(hotNodeP95) },
  { header: "LIMIT", align: "right", of: ({ limit }) => formatFixed(limit, 0) },
];

const POOL_COLUMNS: readonly Column<Pool>[] = [
  ...NAME_COLUMNS,
  { header: "MAX", align: "right", of: ({ max }) => formatCpu(max) },
  { header: "AVERAGE", align: "right", of: ({ average }) => formatCpu(average) },
  { header: "NOW", align: "right", of: ({ now }) => formatCpu(now.hot5m) },
  { header: "NODES", align: "right", of: ({ nodes }) => (nodes === null ? "–" : String(nodes)) },
  {
    header: "COVERAGE",
    align: "right",
    of: ({ coverage }) => formatShare(Math.min(coverage.bins, coverage.nodeMinutes)),
  },
];

const HOT_COLUMNS: readonly Column<Pool>[] = [
  ...NAME_COLUMNS,
  { header: "NOW", align: "right", of: ({ now }) => formatCpu(now.hot5m) },
  { header: "OVER SINCE", of: ({ now }) => (now.overSince === null ? "not now" : utc(now.overSince)) },
  {
    header: "HOTTEST NODE",
    of: ({ hottestNode }) =>
      hottestNode === null ? "–" : `${hottestNode.name}, ${formatShare(hottestNode.share)} of minutes`,
  },
];

function stateOf(said: string | undefined): FleetState | undefined {
  const state = STATES.find((one) => one === said);
  if (said !== undefined && state === undefined)
    throw new UsageError(`--state must be one of ${STATES.join(", ")}`);
  return state;
}

/** A whole number over 0. */
export function countOf(option: string, said: string): number {
  const count = Number(said);
  if (!Number.isInteger(count) || count < 1) throw new UsageError(`${option} must be a whole number over 0`);
  return count;
}

/** A field of a query where it was given, and none otherwise. */
export function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };
}

/** `2026-11-22 10:00 UTC` */
export function utc(iso: string): string {
  return `${iso.slice(0, 16).replace("T", " ")} UTC`;
}

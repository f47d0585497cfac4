import { DEFAULT_MAPPING } from "#lib/fleet/index.ts";
import { TEST_START_MS } from "#lib/http/appForTests.ts";
import type { AnyRoute } from "#lib/http/index.ts";
import type { Names } from "./hiddenRegionForTests.ts";
import { importBody, PAST_RANGE } from "./importBodyForTests.ts";

/** The address of a route for the things that are named; every number within a thing is its first. */
export function addressFor({ path }: AnyRoute, names: Names): string {
  const id = idIn(path, names);
  return path.replaceAll(/\{(\w+)\}/g, (_, part: string) => {
    if (part === "id") return String(id);
    if (part === "n") return "1";
    const named: unknown = part in names ? names[part as keyof Names] : undefined;
    if (named === undefined) throw new Error(`${path}: say here what {${part}} names`);
    return encodeURIComponent(String(named));
  });
}

function idIn(path: string, names: Names): string | number {
  const { plan, proposal, alert, rule, channel, token, person } = names;
  const [, , , kind = ""] = path.split("/");
  const ids: Readonly<Record<string, string | number>> = {
    ...{ plans: plan, proposals: proposal, alerts: alert, channels: channel, tokens: token },
    ...{ "alert-rules": rule, people: person },
    ...{ imports: names.importId, "pull-sources": names.source, backfills: names.backfill },
  };
  return ids[kind] ?? 0;
}

/** What a query has to say, where a route answers nothing without it. */
const NEEDED: Readonly<Record<string, (names: Names) => string>> = {
  "GET /api/v1/plans/compare": ({ plan }) => `left=${plan}&right=${plan}`,
  "DELETE /api/v1/settings": ({ region }) => `key=limitP95&region=${region}`,
};

/** Fields of queries that name a thing, each with what it is asked for. */
const FIELDS: Readonly<Record<string, (names: Names) => string | number>> = {
  region: ({ region }) => region,
  stamp: ({ stamp }) => stamp,
  pool: ({ pool }) => pool,
  registry: ({ registry }) => registry,
  tenant: ({ tenant }) => tenant,
  plan: ({ plan }) => plan,
  thingName: ({ stamp }) => stamp,
  q: ({ stamp }) => stamp,
};

/** Queries that name a thing of this route: one for each field that can, and none where none does. */
export function queriesFor(route: AnyRoute, names: Names): readonly string[] {
  const needed = NEEDED[`${route.method} ${route.path}`]?.(names);
  const fields = Object.keys(fieldsOf(route.query)).flatMap((field) => {
    const value = FIELDS[field]?.(names);
    return value === undefined ? [] : [`${field}=${encodeURIComponent(String(value))}`];
  });
  return needed === undefined ? ["", ...fields] : [needed];
}

function fieldsOf(schema: unknown): object {
  const isSchema = typeof schema === "object" && schema !== null && "shape" in schema;
  return isSchema && typeof schema.shape === "object" && schema.shape !== null ? schema.shape : {};
}

const WINDOW = { from: TEST_START_MS - 6 * 3_600_000, to: TEST_START_MS };
const BECAUSE = { reason: "for the test" };
const NOTHING = () => ({});
/** Of nobody: what is asked with it is refused, whoever asks. */
const PASSWORD = "seven quiet lighthouses";
const EMAIL = "nobody@example.com";

const PULLED = {
  query: "up",
  labels: {
    stamp: { label: "stamp" },
    pool: { label: "pool" },
    node: { label: "instance", withoutPort: true },
  },
  scale: 1,
};

/** A body of each route that takes one, as it names things. `{}` where none of it does, or where it may be left out. */
export const BODIES: Readonly<Record<string, (names: Names) => unknown>> = {
  "PUT /api/v1/account/password": () => ({ currentPassword: PASSWORD, newPassword: PASSWORD }),
  "POST /api/v1/account/second-factor": () => ({ password: PASSWORD }),
  "DELETE /api/v1/account/second-factor": () => ({ password: PASSWORD }),
  "POST /api/v1/account/second-factor/backup-codes": () => ({ password: PASSWORD }),
  "POST /api/v1/account/second-factor/confirm": () => ({ code: "000000" }),
  "POST /api/v1/alert-rules": ({ region }) => ({ name: "Warm", measure: "now", region }),
  "PATCH /api/v1/alert-rules/{id}": () => ({ enabled: false }),
  "POST /api/v1/alerts/{id}/acknowledge": NOTHING,
  "POST /api/v1/alerts/{id}/mute": () => ({ minutes: 5, ...BECAUSE }),
  "POST /api/v1/channels": ({ region }) => ({
    name: "night",
    url: "https://203.0.113.1/",
    regions: [region],
  }),
  "PATCH /api/v1/channels/{id}": () => ({ name: "day shift" }),
  "PUT /api/v1/constraints": ({ registry, region }) =>
    `registry,region,pinned,excluded,must_not_share_with,freeze_from,freeze_to,freeze_why\n${registry},${region},true,false,,,,\n`,
  "POST /api/v1/demo/clock": () => ({ hours: 1 }),
  "POST /api/v1/demo/person": () => ({ person: "approver" }),
  "POST /api/v1/freeze": () => BECAUSE,
  "DELETE /api/v1/freeze": () => BECAUSE,
  "PUT /api/v1/inventory": ({ region, stamp }) => ({
    regions: [{ name: region, stamps: [{ name: stamp }] }],
  }),
  "POST /api/v1/people": ({ region }) => ({ name: "New", email: EMAIL, role: "viewer", regions: [region] }),
  "PATCH /api/v1/people/{id}": () => ({ role: "viewer" }),
  "POST /api/v1/sign-in": () => ({ email: EMAIL, password: PASSWORD }),
  "POST /api/v1/sign-in/new-password": () => ({ email: EMAIL, password: PASSWORD, newPassword: PASSWORD }),
  "POST /api/v1/sign-in/oidc": NOTHING,
  "POST /api/v1/sign-in/second-factor": () => ({ code: "000000" }),
  "POST /api/v1/plans": ({ region, registry, otherStamp }) => ({
    ...{ region, window: WINDOW, phases: [{ moves: [{ registry, to: otherStamp }] }] },
  }),
  "PATCH /api/v1/plans/{id}": () => ({ revision: 1, name: "another" }),
  "POST /api/v1/plans/{id}/comments": () => ({ text: "why?" }),
  "POST /api/v1/plans/{id}/abort": () => BECAUSE,
  "POST /api/v1/plans/{id}/versions": NOTHING,
  "POST /api/v1/plans/{id}/rightsizing/{stamp}/{pool}/applied": () => ({ reference: "a ticket" }),
  "POST /api/v1/plans/{id}/stamps/{stamp}/created": () => ({ reference: "a ticket" }),
  "POST /api/v1/proposals": ({ region }) => ({ region, window: WINDOW }),
  "PUT /api/v1/regions/{region}/rename": () => ({ name: "another" }),
  "PUT /api/v1/regions/{region}/retire": NOTHING,
  "PUT /api/v1/registries/{registry}/rename": () => ({ name: "another" }),
  "PUT /api/v1/registries/{registry}/merge": () => ({ into: "neighbour" }),
  "PUT /api/v1/registries/{registry}/retire": NOTHING,
  "POST /api/v1/imports": (names) => importBody(names),
  "POST /api/v1/imports/preview": ({ stamp, pool, region }) => {
    const { head, isWhole } = importBody({ stamp, pool, region });
    // Names are unique in the fleet: that a stamp could not be made tells that somebody has one of that name.
    return { head, isWhole };
  },
  "POST /api/v1/imports/{id}/parts": NOTHING,
  "POST /api/v1/prometheus/write": () => new Uint8Array([0]),
  "POST /api/v1/otlp/v1/metrics": ({ stamp, pool }) => otlpGauge({ stamp, pool, "host.name": "n0" }),
  "PUT /api/v1/sources": () => ({ mapping: DEFAULT_MAPPING }),
  "POST /api/v1/sources/preview": NOTHING,
  "POST /api/v1/pull-sources": ({ region }) => ({
    name: "new",
    url: "https://203.0.113.1",
    createIn: region,
  }),
  "PATCH /api/v1/pull-sources/{id}": () => ({ scale: 100 }),
  "POST /api/v1/pull-sources/preview": ({ source }) => ({ ...PULLED, id: source }),
  "POST /api/v1/pull-sources/{id}/backfills": () => PAST_RANGE,
  "POST /api/v1/samples/cpu": ({ stamp, pool }) => ({
    samples: [{ ts: TEST_START_MS, stamp, pool, node: "n0", cpu: 5 }],
  }),
  "POST /api/v1/samples/cpu/packed": ({ stamp, pool }) => ({
    ...{ stamp, pool, from: TEST_START_MS, stepSeconds: 60, nodes: ["n0"], cpu: [[5]] },
  }),
  "POST /api/v1/samples/load": ({ stamp, pool, registry }) => ({
    samples: [{ ts: TEST_START_MS, stamp, pool, registry, requests: 5, bytes: 5 }],
  }),
  "POST /api/v1/samples/load/packed": ({ stamp, pool, registry }) => ({
    ...{ stamp, pool, from: TEST_START_MS, stepSeconds: 60, registries: [registry], requests: [[5]] },
  }),
  "POST /api/v1/samples/load/access-log": ({ registry }) => ({
    time: new Date(TEST_START_MS).toISOString(),
    "http.request.host": "registry.example",
    "http.request.uri": `/v2/${registry}/app/manifests/latest`,
    "http.response.status": 200,
    "http.response.written": 1,
    "http.response.duration": "4ms",
  }),
  "POST /api/v1/samples/outcome": ({ stamp }) => ({ samples: [{ ts: TEST_START_MS, stamp, errorRate: 0 }] }),
  "POST /api/v1/session": () => ({ token: "none" }),
  "PUT /api/v1/settings": ({ region }) => ({ key: "limitP95", region, value: 41 }),
  "POST /api/v1/settings/preview": ({ region }) => ({ key: "limitP95", region, value: 41 }),
  "POST /api/v1/signals": ({ stamp }) => ({
    signals: [{ stamp, kind: "outage", severity: "low", from: TEST_START_MS }],
  }),
  "POST /api/v1/simulations": ({ region, registry, otherStamp }) => ({
    ...{ region, window: WINDOW, moves: [{ registry, to: otherStamp }] },
  }),
  "POST /api/v1/simulations/suggestions": ({ region, registry }) => ({
    ...{ region, window: WINDOW, registries: [registry] },
  }),
  "PUT /api/v1/stamps/{stamp}/rename": () => ({ name: "another" }),
  "PUT /api/v1/stamps/{stamp}/merge": () => ({ into: "wus-b" }),
  "PUT /api/v1/stamps/{stamp}/retire": NOTHING,
  "PUT /api/v1/tenants/{tenant}/rename": () => ({ name: "another" }),
  "POST /api/v1/tokens": ({ region }) => ({ name: "of the test", role: "viewer", region }),
};

/** A node's CPU as OpenTelemetry sends it. */
function otlpGauge(place: Readonly<Record<string, string>>) {
  const attributes = Object.entries(place).map(([key, stringValue]) => ({ key, value: { stringValue } }));
  const dataPoints = [{ timeUnixNano: `${TEST_START_MS}000000`, asDouble: 0.5 }];
  const metrics = [{ name: "ballast_node_cpu_ratio", gauge: { dataPoints } }];
  return {
    resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ scope: { name: "test" }, metrics }] }],
  };
}

/** Steps of a running plan: all are asked of it by its number, and take a reason or nothing. */
const STEP = /^POST \/api\/v1\/plans\/\{id\}\/(?:(?:phases|moves)\/\{\w+\}\/)?\w+$/;

/** What is sent to a route, as it names things; undefined where it takes no body. */
export function bodyFor(route: AnyRoute, names: Names): unknown {
  const key = `${route.method} ${route.path}`;
  const named = BODIES[key];
  if (named !== undefined) return named(names);
  if (Object.keys(route.bodies).length === 0) return undefined;
  if (!STEP.test(key)) throw new Error(`${key}: say here what its body names`);
  return key.endsWith("/shorten") ? { ...BECAUSE, hours: 1 } : takesReason(route) ? BECAUSE : {};
}

function takesReason({ bodies }: AnyRoute): boolean {
  return "reason" in fieldsOf(bodies["application/json"]);
}

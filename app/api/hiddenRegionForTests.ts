import { expect } from "vitest";
import { createApiToken, ROLES, type Role } from "#lib/auth/index.ts";
import { withTransaction } from "#lib/db/client.ts";
import { TEST_START_MS } from "#lib/http/appForTests.ts";
import { importBody, PAST_RANGE } from "./importBodyForTests.ts";
import { makePersonForTest } from "./peopleForTests.ts";
import { PLANTED_WINDOW, planted, plantedMany, plantRegions } from "./plantRegionsForTests.ts";
import { createRunsApp, type RunsApp, reason, WORK_MS } from "./runsForTests.ts";

/** Every name of a thing of the region that the limited do not see begins with this, and no other text has it. */
export const MARK = "zz9";
/** The same names as nobody ever gave them. */
export const MADE_UP_MARK = "qq9";

/** What can be asked for by name or number, of one region. */
export interface Names {
  readonly region: string;
  readonly stamp: string;
  readonly otherStamp: string;
  readonly pool: string;
  readonly registry: string;
  readonly tenant: string;
  readonly move: string;
  readonly plan: number;
  readonly proposal: number;
  readonly alert: number;
  readonly channel: number;
  readonly rule: string;
  readonly token: number;
  readonly person: string;
  readonly importId: number;
  readonly source: number;
  readonly backfill: number;
}

const OWN_NAMES = {
  ...{ region: "westus", stamp: "wus-a", otherStamp: "wus-b", pool: "dataproxy" },
  ...{ registry: "tiny", tenant: "acme", move: "tiny" },
};
const HIDDEN_NAMES = {
  ...{ region: `${MARK}-north`, stamp: `${MARK}-hot`, otherStamp: `${MARK}-cool`, pool: "dataproxy" },
  ...{ registry: `${MARK}-small0`, tenant: `${MARK}-small0-ltd`, move: `${MARK}-small0` },
};

/**
 * A fleet of `westus`, and of a region whose things are all named so that they are found in any text, each with a running plan, a
 * proposal, an alert with its rule, a channel, settings, signals, comments and constraints. Tokens of every role are limited to
 * `westus`. No registry and no tenant is at home in both.
 */
export async function createHiddenRegionApp() {
  const runs = await createRunsApp();
  const { call } = runs;
  await plantRegions(call, {
    [HIDDEN_NAMES.region]: {
      [HIDDEN_NAMES.stamp]: {
        registries: [planted(`${MARK}-big`, 3_000, 5), ...plantedMany(`${MARK}-small`, 3, 20)],
      },
      [HIDDEN_NAMES.otherStamp]: { registries: plantedMany(`${MARK}-other`, 2, 300) },
    },
  });
  runs.app.clock.nowMs = WORK_MS;
  const own = await plantThings(runs, OWN_NAMES, { name: "west" });
  const hidden = await plantThings(runs, HIDDEN_NAMES, { name: MARK });
  const madeUp: Names = JSON.parse(JSON.stringify(hidden).replaceAll(MARK, MADE_UP_MARK));
  const nothing = {
    plan: 900_001,
    proposal: 900_002,
    alert: 900_003,
    channel: 900_004,
    token: 900_005,
    ...{ importId: 900_006, source: 900_007, backfill: 900_008 },
    person: "nobody",
  };
  await put(call, `stamps/${MARK}-hot/rename`, { name: `${MARK}-renamed` });
  await put(call, `stamps/${MARK}-renamed/rename`, { name: `${MARK}-hot` });
  return {
    ...runs,
    own,
    hidden,
    madeUp: { ...madeUp, ...nothing },
    limited: await limitedTokens(runs),
  };
}
export type HiddenRegionApp = Awaited<ReturnType<typeof createHiddenRegionApp>>;

type PlantedNames = typeof OWN_NAMES;

async function plantThings(runs: RunsApp, names: PlantedNames, { name }: { name: string }): Promise<Names> {
  const { app, call, act } = runs;
  const { region, stamp, otherStamp, registry } = names;
  const post = async (path: string, body: object) => {
    const answer = await call(`/api/v1/${path}`, { method: "POST", body });
    expect(answer.status, `${path} ${answer.text.slice(0, 500)}`).toBeLessThan(300);
    return answer.json;
  };
  await put(call, "settings", { key: "limitP95", region, value: 55, reason: `${name} is old` });
  await put(call, "inventory", { registries: [withConstraints(names)] });
  await post("signals", {
    signals: [{ stamp, kind: "throttling", severity: "low", from: TEST_START_MS, source: `${name} probe` }],
  });
  const moves = [{ registry, to: otherStamp }];
  const at = { from: Math.max(PLANTED_WINDOW.from, TEST_START_MS - 6 * 3_600_000), to: TEST_START_MS };
  const plan = await post("plans", { name: `${name} plan`, region, window: at, phases: [{ moves }] });
  await post(`plans/${plan.id}/comments`, { text: `about ${name}` });
  await act(plan.id, "submit", {}, app.tokens.operator);
  await act(plan.id, "approve", {}, app.tokens.approver);
  await act(plan.id, "start");
  for (const token of [app.tokens.approver, runs.secondApprover])
    await runs.send(plan.id, "phases/1/approve", { token });
  await act(plan.id, "phases/1/start", reason);
  await act(plan.id, `moves/${registry}/bind`);
  await act(plan.id, `moves/${registry}/drained`, reason);
  await askControlPlane(runs, plan.id, names);
  const proposal = await post("proposals", { region, window: at });
  const rule = await post("alert-rules", { name: `${name} rule`, measure: "now", region });
  const channel = await post("channels", {
    ...{ name: `${name} channel`, url: "https://203.0.113.1/hook", regions: [region] },
  });
  const token = await post("tokens", { name: `${name} token`, role: "viewer", region });
  const brought = await bringIn(runs, names, { name, post });
  const person = await makePersonForTest(app, { ...emailOf(name), role: "admin", regions: [region] });
  const alert = await app.db.prisma.alert.create({ data: alertRow(rule.id, names) });
  await post(`alerts/${alert.id}/acknowledge`, { note: `${name} knows` });
  return {
    ...names,
    ...{ plan: plan.id, proposal: proposal.id, alert: alert.id, channel: channel.id },
    ...{ rule: rule.id, token: token.id, person },
    ...brought,
  };
}

/** What belongs to a region because somebody of that region alone has made it. */
async function bringIn(
  { call }: RunsApp,
  names: PlantedNames,
  { name, post }: { name: string; post: (path: string, body: object) => Promise<{ secret: string }> },
) {
  const { secret } = await post("tokens", { name: `${name} admin`, role: "admin", region: names.region });
  const made = async (path: string, body: object): Promise<number> => {
    const answer = await call(`/api/v1/${path}`, { method: "POST", body, token: secret });
    expect(answer.status, `${path} ${answer.text.slice(0, 500)}`).toBe(201);
    return answer.json.id;
  };
  const importId = await made("imports", importBody(names));
  const source = await made("pull-sources", {
    name: `${name} source`,
    url: "https://203.0.113.1",
    enabled: false,
  });
  const backfill = await made(`pull-sources/${source}/backfills`, PAST_RANGE);
  return { importId, source, backfill };
}

const emailOf = (name: string) => ({ email: `${name}@example.com`, name: `${name} person` });

function withConstraints({ registry, tenant, region }: PlantedNames) {
  const freeze = { from: TEST_START_MS - 86_400_000, to: TEST_START_MS - 1, why: `of ${region}` };
  // A tenant of the other region too: its name is not told either.
  const constraints = { freezes: [freeze], mustNotShareWith: [tenant, `${MARK}-big-ltd`] };
  return { name: registry, tenant, replicas: [{ region, constraints }] };
}

function alertRow(ruleId: string, { region, stamp }: PlantedNames) {
  const at = new Date(TEST_START_MS);
  const of = { ruleId, ruleName: `rule of ${region}`, measure: "now", severity: "critical" };
  return {
    ...of,
    region,
    stamp,
    pool: "dataproxy",
    since: at,
    raisedAt: at,
    limit: 60,
    value: 70,
    worst: 70,
  };
}

/** As the outbox has it where a control plane is there: nothing is sent. */
async function askControlPlane({ app }: RunsApp, plan: number, names: PlantedNames): Promise<void> {
  const { id } = await app.db.prisma.planMove.findFirstOrThrow({ where: { planId: plan } });
  const at = new Date(TEST_START_MS);
  const { region, registry, stamp: from, otherStamp: to } = names;
  const payload = { plan, version: 1, phase: 1, move: id, registry, region, from, to, isBack: false };
  const sent = { kind: "move_requested", severity: "info", dedupeKey: `${plan}`, status: "confirmed" };
  await app.db.prisma.outgoingDelivery.create({ data: { ...sent, payload, createdAt: at, nextAt: at } });
}

async function put(call: RunsApp["call"], path: string, body: object): Promise<void> {
  const answer = await call(`/api/v1/${path}`, { method: "PUT", body });
  expect(answer.status, `${path} ${answer.text.slice(0, 500)}`).toBe(200);
}

async function limitedTokens({ app }: RunsApp): Promise<Readonly<Record<Role, string>>> {
  const author = { actor: "test", actorRole: "admin", atMs: TEST_START_MS, requestId: null };
  const made: Partial<Record<Role, string>> = {};
  for (const role of ROLES) {
    const body = { role, name: `west-${role}`, region: OWN_NAMES.region };
    const token = await withTransaction(app.db.client, (tx) => createApiToken(tx, author, body));
    if (token.ok && token.value.secret !== null) made[role] = token.value.secret;
  }
  // Filled for every role just above.
  return made as Record<Role, string>;
}

import { installAppContext } from "#lib/http/appContext.ts";
import { RequestLimits } from "#lib/http/requestLimits.ts";
import { SignInLimits } from "#lib/http/signInLimits.ts";
import { byHand, moves, newStamp, phase, window } from "../plansForTests.ts";
import { dispatch, loadRouteFiles } from "../routeFilesForTests.ts";
import { createRunsApp, type RunsApp, WORK_MS } from "../runsForTests.ts";
import { createActors } from "./actorsForTests.ts";
import { AnswerJudge, type JudgedAnswer } from "./judgeForTests.ts";
import type { FuzzRequest, Operation } from "./operationsForTests.ts";
import type { Schema, SchemaScene, Vocabulary } from "./schemaArbitraryForTests.ts";

/** Where nothing listens, or nothing may be sent to. */
const NOWHERE = ["https://203.0.113.1/hook", "http://127.0.0.1:9/", "http://[::1]/", "http://10.0.0.1/x"];
const MINUTE_MS = 60_000;

/** The headers that say who asks. */
export type Credential = Readonly<Record<string, string>>;

/** A fleet with plans in every state, called through its real routes, and judged by the description that it gives itself. */
export async function createFuzzScene() {
  const runs = await createRunsApp();
  const files = await loadRouteFiles();
  const described = await runs.call("/api/openapi.json");
  const document = described.json as Schema;
  const judge = new AnswerJudge(document);
  const { app } = runs;
  // Everything is asked by few tokens within seconds: how often one may ask is not what is tried here.
  const limits = new RequestLimits({ requestsPerMinute: 1_000_000, failuresPerMinute: 1_000_000 });
  installAppContext({ ...app.app, limits, signInLimits: new SignInLimits(1_000_000) });
  const actorFor = createActors(runs);
  await furnish(runs);
  const send = async (request: FuzzRequest, credential: Credential): Promise<JudgedAnswer> => {
    const { method, path, headers, bytes } = request;
    const answer = await dispatch(
      files,
      new Request(`http://ballast.test${path}`, {
        method,
        headers: { ...headers, ...credential },
        ...(bytes === null ? {} : { body: bytes }),
      }),
    );
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    runs,
    /** What there is to name now; for an operation of people also who asks, where no token does. */
    look: async (
      operation?: Operation,
    ): Promise<SchemaScene & { readonly credential: Credential | null }> => {
      const actor = operation === undefined ? null : await actorFor(operation);
      await app.db.prisma.setting.deleteMany();
      await app.db.prisma.freeze.updateMany({
        where: { liftedAt: null },
        data: { liftedAt: new Date(WORK_MS) },
      });
      app.clock.nowMs += MINUTE_MS;
      return {
        document,
        vocabulary: { ...(await vocabularyOf(runs)), ...actor?.vocabulary },
        credential: actor?.headers ?? null,
        allows: (schema, value) => judge.allows(schema, value),
      };
    },
    /** Sends a request and gives what is wrong with its answer, with the request beside it; null = nothing. */
    faultOf: async (operation: Operation, request: FuzzRequest, credential: Credential) => {
      const logged = app.errorLog.length;
      const answer = await send(request, credential);
      const lines = app.errorLog.slice(logged);
      const fault =
        lines.length > 0
          ? `was logged as an error: ${JSON.stringify(lines)}`
          : judge.faultOf(operation, answer);
      return {
        status: answer.status,
        fault: fault === null ? null : `${shown(request)}\n→ ${fault.slice(0, 3_000)}`,
      };
    },
    close: () => app.close(),
  };
}
export type FuzzScene = Awaited<ReturnType<typeof createFuzzScene>>;

function shown({ method, path, headers, bytes }: FuzzRequest): string {
  const body = bytes === null ? "" : JSON.stringify(Buffer.from(bytes).toString("latin1").slice(0, 600));
  return `${method} ${path.slice(0, 500)} ${JSON.stringify(headers)} ${body}`;
}

/** Something of everything that an operation may name. */
async function furnish(runs: RunsApp): Promise<void> {
  const { app, call, plan } = runs;
  app.clock.nowMs = WORK_MS;
  await plan("running", ["tiny"], ["small"]);
  await plan("submitted", ["middle"]);
  await plan("approved", ["=idle"]);
  const draft = { region: "westus", window, phases: [{ moves: moves.slice(0, 2) }], newStamps: [newStamp] };
  await call("/api/v1/plans", { method: "POST", body: draft });
  const outage = { stamp: "wus-a", kind: "outage", severity: "high", from: WORK_MS - 1, note: "n" };
  for (const [path, body] of [
    ["signals", { signals: [outage] }],
    ["channels", { name: "night shift", url: NOWHERE[0] }],
    ["proposals", { region: "westus", window, constraints: { mostEvaluations: 50 } }],
    ["plans/1/comments", { text: "why?" }],
  ] as const)
    await call(`/api/v1/${path}`, { method: "POST", body });
  const at = new Date(WORK_MS);
  const place = { region: "westus", stamp: "wus-a", pool: "" };
  const said = { ruleId: "now-over-limit", ruleName: "Over its limit", measure: "now", severity: "critical" };
  await app.db.prisma.alert.create({
    data: { ...place, ...said, since: at, raisedAt: at, limit: 60, value: 70, worst: 70 },
  });
}

async function vocabularyOf({ app, call }: RunsApp): Promise<Vocabulary> {
  const { db, tokens } = app;
  const { prisma } = db;
  const orderBy = { id: "asc" } as const;
  const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name).slice(0, 30);
  const [regions, stamps, registries, tenants] = await Promise.all([
    prisma.region.findMany({ where: { retiredAt: null }, orderBy }).then(names),
    prisma.stamp.findMany({ where: { retiredAt: null }, orderBy }).then(names),
    prisma.registry.findMany({ where: { retiredAt: null }, orderBy }).then(names),
    prisma.tenant.findMany({ orderBy }).then(names),
  ]);
  const others = await prisma.apiToken.findMany({
    where: { name: { not: { contains: "-token" } } },
    orderBy,
  });
  const instants = [window.from, window.to, WORK_MS, app.clock.nowMs].map((ms) => new Date(ms).toISOString());
  const kinds = ["registry", "dataproxy"];
  const planCsv = (await call("/api/v1/plans/4.csv")).text;
  const constraintsCsv = (await call("/api/v1/constraints.csv")).text;
  return {
    region: regions,
    stamp: stamps,
    homeStamp: stamps,
    to: [...stamps, ...instants.slice(1)],
    from: [...instants.slice(0, 1), ...stamps],
    into: [...stamps, ...registries],
    registry: registries,
    registries,
    excludeRegistries: registries,
    tenant: tenants,
    tenants,
    pool: kinds,
    kind: kinds,
    poolKind: kinds,
    node: ["n0", "n1"],
    name: [...regions, ...stamps, ...registries, ...kinds, "new"],
    url: NOWHERE,
    window: ["peak", "6h", "now-3h", "90m"],
    timeZone: ["UTC", "Europe/Berlin"],
    token: [tokens.viewer],
    csv: ["registry,to\ntiny,wus-b\n", "phase,registry,to\n1,small,wus-b\n"],
    move: [...registries.slice(0, 6), "1", "2"],
    n: ["1", "2", "3"],
    version: [1],
    revision: [1, 2, 3],
    phase: [1, 2],
    left: ["1", "1@1", "2"],
    right: ["2", "4", "4@1"],
    week: ["2026-W09", "2026-W08"],
    stepSeconds: [60, 30, 120],
    mostEvaluations: [1, 50],
    role: ["viewer", "source", "operator"],
    moves: [moves.slice(0, 2), moves.slice(2, 4)],
    "/api/v1/plans": [byHand(phase("tiny", "small")), byHand(phase("large"), phase("middle")), planCsv],
    "/api/v1/simulations": [{ region: "westus", window, moves: [{ registry: "middle", to: "wus-b" }] }],
    "/api/v1/simulations/suggestions": [{ region: "westus", window, registries: ["middle"] }],
    "/api/v1/constraints": [constraintsCsv],
    "/api/v1/samples/load/packed": [
      {
        stamp: "wus-a",
        pool: "registry",
        from: window.to,
        stepSeconds: 60,
        registries: ["big"],
        requests: [[1, 2]],
      },
    ],
    "plans.id": ["1", "2", "3", "4", "5"],
    "proposals.id": ["1"],
    "channels.id": ["1"],
    "alerts.id": ["1"],
    "alert-rules.id": ["stale", "now-over-limit"],
    "tokens.id": others.map(({ id }) => String(id)),
  };
}

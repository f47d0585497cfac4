import pino from "pino";
import { lookForAlerts } from "#lib/alerts/index.ts";
import { keepPredictionResults } from "#lib/backtest/index.ts";
import { minuteOf } from "#lib/core/index.ts";
import { createDatabaseClient } from "#lib/db/client.ts";
import { keepPlanResults } from "#lib/execution/result/commands.ts";
import { verifySizes } from "#lib/execution/rightSizing/commands.ts";
import { type AppContext, installAppContext } from "#lib/http/appContext.ts";
import { keepPartitions, pruneChanges, pruneIdempotencyKeys } from "#lib/jobs/index.ts";
import { deliverDue } from "#lib/outgoing/index.ts";
import { workOutProposal } from "#lib/planning/proposal/commands.ts";
import { proposalBodySchema } from "#lib/planning/proposal/proposalBody.ts";

/** Does one job once, as a replica with connections of its own does it at that instant. Answers what it did. */
export async function doJobAsReplica(url: string, name: string, nowMs: number): Promise<unknown> {
  const database = createDatabaseClient(url);
  const clock = () => nowMs;
  const app = installAppContext({ database, clock, log: pino({ level: "silent" }) });
  const outgoing = { database, allow: ["127.0.0.0/8"], control: null, sealKey: null };
  const jobs: Readonly<Record<string, () => Promise<unknown>>> = {
    partitions: () => keepPartitions(database, minuteOf(nowMs)),
    prune: () => Promise.all([pruneChanges(database), pruneIdempotencyKeys(database)]),
    watchAlerts: () => lookForAlerts(app, nowMs),
    measurePlans: () => keepPlanResults(app, nowMs),
    verifySizes: () => verifySizes(app, nowMs),
    propose: () => workOutRunning(app),
    backtest: () => keepPredictionResults({ database, clock }),
    sendOutgoing: () => deliverDue(outgoing, { nowMs, rng: () => 0.5 }),
  };
  try {
    return (await jobs[name]?.()) ?? null;
  } finally {
    await database.close();
  }
}

/** As the process does that was asked for the proposal. */
async function workOutRunning(app: AppContext): Promise<unknown> {
  const row = await app.database.prisma.proposal.findFirstOrThrow({ where: { state: "running" } });
  const author = { actor: row.createdBy, actorRole: "operator", atMs: app.clock(), requestId: null };
  return await workOutProposal(app, {
    ...{ id: row.id, author, body: proposalBodySchema.parse(row.request) },
    ...{ signal: new AbortController().signal, onProgress: () => undefined },
  });
}

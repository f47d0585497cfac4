import { z } from "zod";
import { type DatabaseClient, type Transaction, withTransaction } from "../../db/client.ts";
import { putNotices } from "../../outgoing/index.ts";
import { moveMark, takeMark } from "../marks/commands.ts";
import { noticeOfEvent, TOLD_ACTIONS, type ToldEvent, type ToldPlan } from "./eventNotice.ts";

const MARK = "notified_events";
const A_ROUND = 500;

const contextSchema = z.looseObject({
  plan: z.number().optional(),
  version: z.number().optional(),
  phase: z.number().optional(),
});

/**
 * Tells channels of what happened to plans and to the freeze: reads the audit on from where it stopped, and puts notices into
 * their outboxes in the transaction that moves the mark. Events are numbered in the order of their commits, so none is
 * missed and none told twice, whatever stops in between. Answers how many notices were put.
 */
export async function noticeEvents(database: DatabaseClient, nowMs: number): Promise<number> {
  return await withTransaction(database, async (tx) => {
    const head = (await tx.auditEvent.aggregate({ _max: { id: true } }))._max.id ?? 0n;
    const position = await takeMark(tx, MARK, head);
    if (position >= head) return 0;
    const rows = await tx.auditEvent.findMany({
      where: { id: { gt: position, lte: head }, action: { in: [...TOLD_ACTIONS] } },
      orderBy: { id: "asc" },
      take: A_ROUND,
    });
    const events = rows.map(toTold);
    const plans = await readPlans(tx, events);
    const notices = events.flatMap((event) => {
      const plan = event.plan === null ? null : (plans.get(event.plan) ?? null);
      return noticeOfEvent(event, plan) ?? [];
    });
    const put = await putNotices(tx, notices, nowMs);
    await moveMark(tx, MARK, rows.length === A_ROUND ? (rows.at(-1)?.id ?? head) : head);
    return put;
  });
}

function toTold(row: {
  readonly id: bigint;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly reason: string | null;
  readonly context: unknown;
}): ToldEvent {
  const context = contextSchema.safeParse(row.context).data ?? {};
  return {
    id: String(row.id),
    atMs: row.at.getTime(),
    actor: row.actor,
    action: row.action,
    reason: row.reason,
    plan: context.plan ?? null,
    version: context.version ?? null,
    phase: context.phase ?? null,
  };
}

async function readPlans(
  tx: Transaction,
  events: readonly ToldEvent[],
): Promise<ReadonlyMap<number, ToldPlan>> {
  const ids = events.flatMap(({ plan }) => plan ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tx.plan.findMany({ where: { id: { in: ids } }, include: { region: true } });
  return new Map(rows.map((row) => [row.id, { name: row.name, region: row.region.name }]));
}

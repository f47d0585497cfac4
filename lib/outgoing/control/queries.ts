import { z } from "zod";
import type { DatabaseClient, Transaction } from "../../db/client.ts";
import { Prisma } from "../../db/generated/client.ts";
import { type ControlRequest, type ControlRequests, controlRequestSchema } from "./controlAnswer.ts";

const askedSchema = z.looseObject({
  plan: z.number().int(),
  version: z.number().int(),
  phase: z.number().int(),
  move: z.number().int(),
  registry: z.string(),
  region: z.string(),
  from: z.string(),
  to: z.string(),
  isBack: z.boolean().default(false),
});
export type AskedPayload = z.output<typeof askedSchema>;

/** What a delivery to a control plane asks for; null = it cannot be read. */
export function readAsked(payload: unknown): AskedPayload | null {
  return askedSchema.safeParse(payload).data ?? null;
}

/**
 * Whether a home that a control plane is asked for is still to change: `due`; `held` while everything is frozen or its plan is
 * paused (it may go on); `over`. Asked just before each call, since minutes may have passed since it was last asked.
 */
export async function readMoveStanding(
  prisma: DatabaseClient["prisma"],
  payload: unknown,
): Promise<"due" | "held" | "over"> {
  const asked = readAsked(payload);
  if (asked === null) return "over";
  if ((await prisma.freeze.count({ where: { liftedAt: null } })) > 0) return "held";
  const { plan, version, move, isBack } = asked;
  const found = await prisma.planMove.findFirst({ where: { id: move, planId: plan, version } });
  const run = await prisma.planVersion.findFirst({ where: { planId: plan, version } });
  if (found === null || run === null) return "over";
  const isThere = found.state === "bound" || found.state === "drained" || found.state === "verified";
  const isOpen = isBack ? run.state === "rolling_back" && isThere : found.state === "pending";
  if (!isOpen || !["running", "paused", "rolling_back"].includes(run.state)) return "over";
  if (run.state === "paused") return "held";
  return isBack || run.state === "running" ? "due" : "over";
}

const MOST_REQUESTS = 500;

interface RequestRow {
  readonly id: number;
  readonly payload: unknown;
  readonly status: string;
  readonly attempts: number;
  readonly polls: number;
  readonly created_at: Date;
  readonly next_at: Date;
  readonly done_at: Date | null;
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly move_state: string | null;
  readonly plan_name: string | null;
}

/** What the control plane was asked for, the newest first; of one plan, or of all. */
export async function listControlRequests(
  db: Transaction,
  { plan, control }: { readonly plan: number | null; readonly control: { readonly url: string } | null },
): Promise<ControlRequests> {
  const ofPlan = plan === null ? Prisma.empty : Prisma.sql`and (sent.payload ->> 'plan')::int = ${plan}`;
  const rows = await db.$queryRaw<RequestRow[]>`
    select sent.id, sent.payload, sent.status, sent.attempts, sent.polls, sent.created_at, sent.next_at, sent.done_at,
      sent.last_status, sent.last_error, move.state::text as move_state, plan.name as plan_name
    from outgoing_delivery sent
      left join plan_move move on move.id = (sent.payload ->> 'move')::int
      left join plan on plan.id = (sent.payload ->> 'plan')::int
    where sent.channel_id is null and sent.kind = 'move_requested' ${ofPlan}
    order by sent.id desc limit ${MOST_REQUESTS}`;
  return {
    receiver: control === null ? null : new URL(control.url).origin,
    requests: rows.flatMap((row) => toRequest(row) ?? []),
  };
}

function toRequest(row: RequestRow): ControlRequest | null {
  const asked = readAsked(row.payload);
  if (asked === null) return null;
  const { plan, version, phase, move, registry, region, from, to, isBack } = asked;
  const isOpen = row.status === "waiting" || row.status === "polling";
  return controlRequestSchema.parse({
    id: row.id,
    plan,
    version,
    planName: row.plan_name ?? "",
    phase,
    move,
    registry,
    region,
    from,
    to,
    isBack,
    moveState: row.move_state ?? "unknown",
    state: row.status,
    attempts: row.attempts,
    polls: row.polls,
    askedAt: row.created_at.toISOString(),
    nextAt: isOpen ? row.next_at.toISOString() : null,
    doneAt: row.done_at?.toISOString() ?? null,
    lastStatus: row.last_status,
    lastError: row.last_error,
  });
}

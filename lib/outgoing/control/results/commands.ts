import type { Failure, Result } from "../../../core/index.ts";
import { MINUTE_MS } from "../../../core/index.ts";
import type { OutgoingDelivery } from "../../../db/generated/client.ts";
import type { OutgoingSource } from "../../deliver/commands.ts";
import { askSigned } from "../../post/commands.ts";
import { type AskedPayload, readAsked, readMoveStanding } from "../queries.ts";
import { type ControlResult, pollDelayMs, readResult } from "../readResult.ts";

/** Records that a home has changed, as an operator would; refused where the plan does not stand so. */
export type ConfirmMove = (
  asked: AskedPayload,
  result: ControlResult,
  nowMs: number,
) => Promise<Result<unknown, Failure>>;

const A_ROUND = 200;
/** Who asks has this long to tell; then it is anyone's again. */
const LEASE_MS = 5 * MINUTE_MS;

/**
 * Asks a control plane that cannot call back what became of the homes that it was asked for, once for all replicas. What it
 * says is done is recorded by `confirm`, as if somebody had called; what that refuses is asked again, and told. Nothing is
 * asked while everything is frozen or the plan is paused. Answers how many were confirmed.
 */
export async function pollResults(
  source: OutgoingSource,
  { nowMs, confirm }: { readonly nowMs: number; readonly confirm: ConfirmMove },
): Promise<number> {
  const { prisma } = source.database;
  const due = await prisma.outgoingDelivery.findMany({
    where: { status: "polling", nextAt: { lte: new Date(nowMs) } },
    orderBy: [{ nextAt: "asc" }, { id: "asc" }],
    take: A_ROUND,
  });
  let confirmed = 0;
  for (const one of due) if (await pollOne(source, { due: one, nowMs, confirm })) confirmed++;
  return confirmed;
}

interface OnePoll {
  readonly due: OutgoingDelivery;
  readonly nowMs: number;
  readonly confirm: ConfirmMove;
}

async function pollOne(source: OutgoingSource, { due, nowMs, confirm }: OnePoll): Promise<boolean> {
  const { prisma } = source.database;
  const asked = readAsked(due.payload);
  const standing = await readMoveStanding(prisma, due.payload);
  const isHeld = standing === "held";
  const taken = await prisma.outgoingDelivery.updateMany({
    where: { id: due.id, status: "polling", nextAt: due.nextAt, polls: due.polls },
    data: isHeld
      ? { nextAt: new Date(nowMs + MINUTE_MS) }
      : { polls: due.polls + 1, nextAt: new Date(nowMs + LEASE_MS) },
  });
  if (taken.count === 0 || isHeld) return false;
  const end =
    standing === "over" || asked === null
      ? { status: "given_up", lastError: "The move is no longer due: what became of it was not asked." }
      : await askResult(source, { due, asked, nowMs, confirm });
  await prisma.outgoingDelivery.updateMany({
    // Not where somebody had it sent once more meanwhile.
    where: { id: due.id, status: "polling", polls: due.polls + 1 },
    data: "status" in end ? { ...end, doneAt: new Date(nowMs) } : end,
  });
  return "status" in end && end.status === "confirmed";
}

type End =
  | { readonly status: string; readonly lastStatus?: number | null; readonly lastError: string | null }
  | { readonly nextAt: Date; readonly lastStatus: number | null; readonly lastError: string | null };

async function askResult(
  source: OutgoingSource,
  { due, asked, nowMs, confirm }: OnePoll & { readonly asked: AskedPayload },
): Promise<End> {
  const { control, allow } = source;
  if (control === null || due.pollUrl === null)
    return { status: "given_up", lastError: "No control plane is set any more." };
  const answer = await askSigned({ url: due.pollUrl, secret: control.secret, nowMs, allow });
  const lastStatus = answer.status;
  if (!answer.ok) return later(due, { nowMs, lastStatus, lastError: answer.error });
  const result = readResult(answer.text);
  if (result === null)
    return later(due, { nowMs, lastStatus, lastError: "What it says of its result is not understood." });
  if (result.state === "failed") {
    const why = result.detail ?? "it does not say why";
    return { status: "refused", lastStatus, lastError: `It says that it failed: ${why}` };
  }
  if (result.state === "pending") return later(due, { nowMs, lastStatus, lastError: null });
  const done = await confirm(asked, result, nowMs);
  if (done.ok) return { status: "confirmed", lastStatus, lastError: null };
  const lastError = `It says that it is done, and that could not be recorded: ${done.error.detail}`;
  return later(due, { nowMs, lastStatus, lastError });
}

function later(
  { polls }: OutgoingDelivery,
  told: { readonly nowMs: number; readonly lastStatus: number | null; readonly lastError: string | null },
): End {
  const { nowMs, ...last } = told;
  const delayMs = pollDelayMs(polls + 1);
  if (delayMs !== null) return { ...last, nextAt: new Date(nowMs + delayMs) };
  const why = last.lastError ?? "It is still pending.";
  return { ...last, status: "given_up", lastError: `${why} Asked no more after a day.` };
}

import { MINUTE_MS, MINUTES_PER_DAY, type Rng } from "../../core/index.ts";
import type { DatabaseClient } from "../../db/client.ts";
import type { OutgoingChannel, OutgoingDelivery } from "../../db/generated/client.ts";
import { quietHoursOf } from "../channel/queries.ts";
import { readMoveStanding } from "../control/queries.ts";
import { POLLING, pollUrlOf } from "../control/readResult.ts";
import { type PostOutcome, postSigned } from "../post/commands.ts";
import { quietUntilMs } from "../quietHours.ts";
import { retryDelayMs } from "../retry.ts";
import { openSealed } from "../seal/sealText.ts";

/** Where to and how things are sent. */
export interface OutgoingSource {
  readonly database: Pick<DatabaseClient, "prisma">;
  /** BALLAST_OUTGOING_ALLOW */
  readonly allow: readonly string[];
  /** null = there is none, and nothing waits for it. */
  /** BALLAST_SEAL_KEY; null = channels are stored as they are. */
  readonly sealKey: string | null;
  readonly control: { readonly url: string; readonly secret: string } | null;
}

export interface DeliveryCounts {
  readonly sent: number;
  readonly failed: number;
  readonly held: number;
}

const AT_ONCE = 8;
const A_ROUND = 200;
/**
 * Who has taken a delivery has this long to tell; then it is anyone's again, with the same idempotency key. Replicas whose
 * clocks are further apart than this send some things twice, under one key.
 */
const LEASE_MS = 5 * MINUTE_MS;
/** What was sent or given up is kept this long. */
const KEPT_MS = 30 * MINUTES_PER_DAY * MINUTE_MS;

const NO_LONGER_DUE: PostOutcome = {
  ok: false,
  status: null,
  error: "The move is no longer due: it was settled, or its plan has ended.",
  isFinal: true,
};

type Due = OutgoingDelivery & { readonly channel: OutgoingChannel | null };

/**
 * Sends what is due, once: any number of replicas may do it at the same time, a delivery is taken by one of them. What
 * falls into quiet hours is put off to their end, what a freeze or a paused plan forbids by a minute; neither is an attempt.
 */
export async function deliverDue(
  source: OutgoingSource,
  { nowMs, rng, only }: { readonly nowMs: number; readonly rng: Rng; readonly only?: number },
): Promise<DeliveryCounts> {
  const { prisma } = source.database;
  const at = new Date(nowMs);
  const due = await prisma.outgoingDelivery.findMany({
    where: { status: "waiting", nextAt: { lte: at }, ...(only !== undefined && { id: only }) },
    include: { channel: true },
    orderBy: [{ nextAt: "asc" }, { id: "asc" }],
    take: A_ROUND,
  });
  const counts = { sent: 0, failed: 0, held: 0 };
  const rest = due.values();
  const work = async () => {
    for (const one of rest) {
      const what = await deliverOne(source, { due: one, nowMs, rng, isTest: only !== undefined });
      if (what !== "taken") counts[what] += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return counts;
}

interface OneDelivery {
  readonly due: Due;
  readonly nowMs: number;
  readonly rng: Rng;
  /** A person asked for it at this moment: quiet hours do not hold it. */
  readonly isTest: boolean;
}

async function deliverOne(
  source: OutgoingSource,
  { due, nowMs, rng, isTest }: OneDelivery,
): Promise<"sent" | "failed" | "held" | "taken"> {
  const { prisma } = source.database;
  const standing = due.channelId === null ? await readMoveStanding(prisma, due.payload) : "due";
  const untilMs = isTest ? null : heldUntilMs(due, { nowMs, isHeld: standing === "held" });
  const taken = await prisma.outgoingDelivery.updateMany({
    where: { id: due.id, status: "waiting", nextAt: due.nextAt, attempts: due.attempts },
    data:
      untilMs === null
        ? { attempts: due.attempts + 1, nextAt: new Date(nowMs + LEASE_MS) }
        : { nextAt: new Date(untilMs) },
  });
  if (taken.count === 0) return "taken";
  if (untilMs !== null) return "held";
  const outcome = standing === "over" ? NO_LONGER_DUE : await post(source, due, nowMs);
  await prisma.outgoingDelivery.updateMany({
    // Not where the channel was removed meanwhile: then it stays given up.
    where: { id: due.id, status: "waiting" },
    data: {
      ...changeAfter(outcome, { attempts: due.attempts + 1, nowMs, rng }),
      ...pollAfter(source, due, { outcome, nowMs }),
    },
  });
  return outcome.ok ? "sent" : "failed";
}

/** A control plane that says where its result can be asked for is asked there, until it tells. */
function pollAfter(
  { control }: OutgoingSource,
  { channelId }: Due,
  { outcome, nowMs }: { readonly outcome: PostOutcome; readonly nowMs: number },
) {
  if (channelId !== null || control === null || !outcome.ok) return {};
  const pollUrl = pollUrlOf(outcome.location, control.url);
  if (pollUrl === null) return {};
  return { status: "polling", pollUrl, polls: 0, doneAt: null, nextAt: new Date(nowMs + POLLING.firstMs) };
}

function heldUntilMs(
  { channel, severity }: Due,
  { nowMs, isHeld }: { readonly nowMs: number; readonly isHeld: boolean },
): number | null {
  if (channel === null) return isHeld ? nowMs + MINUTE_MS : null;
  const quiet = quietHoursOf(channel);
  if (quiet === null || (severity === "critical" && quiet.criticalPasses)) return null;
  return quietUntilMs(quiet, nowMs);
}

async function post(source: OutgoingSource, due: Due, nowMs: number): Promise<PostOutcome> {
  const target = due.channelId === null ? source.control : openChannel(due.channel, source.sealKey);
  const nobody = { ok: false, status: null, isFinal: true } as const;
  if (target === "sealed") return { ...nobody, isFinal: false, error: SEALED_OTHERWISE };
  if (target === null) return { ...nobody, error: "No control plane is set any more." };
  if (due.channel?.enabled === false) return { ...nobody, error: "The channel was switched off." };
  return await postSigned({
    url: target.url,
    secret: target.secret,
    body: JSON.stringify({ delivery: due.id, ...asObject(due.payload) }),
    idempotencyKey: due.dedupeKey,
    nowMs,
    allow: source.allow,
  });
}

const SEALED_OTHERWISE =
  "Its address and secret cannot be opened: they were sealed under another BALLAST_SEAL_KEY. Set that, or give both anew.";

function openChannel(channel: OutgoingChannel | null, sealKey: string | null) {
  if (channel === null) return null;
  const url = openSealed(sealKey, "channel address", channel.url);
  const secret = openSealed(sealKey, "channel secret", channel.secret);
  return url === null || secret === null ? "sealed" : { url, secret };
}

function asObject(payload: unknown): object {
  return typeof payload === "object" && payload !== null ? payload : {};
}

function changeAfter(
  outcome: PostOutcome,
  { attempts, nowMs, rng }: { readonly attempts: number; readonly nowMs: number; readonly rng: Rng },
) {
  const at = new Date(nowMs);
  if (outcome.ok) return { status: "sent", doneAt: at, lastStatus: outcome.status, lastError: null };
  const delayMs = outcome.isFinal ? null : retryDelayMs(attempts, rng);
  const told = { lastStatus: outcome.status, lastError: outcome.error };
  if (delayMs !== null) return { ...told, nextAt: new Date(nowMs + delayMs) };
  const note = outcome.isFinal ? "Not tried again." : `Given up after ${attempts} attempts.`;
  return { ...told, status: "given_up", doneAt: at, lastError: `${outcome.error} ${note}` };
}

/** Forgets deliveries that have long been sent or given up. */
export async function pruneDeliveries(source: OutgoingSource, nowMs: number): Promise<void> {
  await source.database.prisma.outgoingDelivery.deleteMany({
    where: { status: { not: "waiting" }, doneAt: { lt: new Date(nowMs - KEPT_MS) } },
  });
}

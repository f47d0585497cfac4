import { MINUTE_MS, MINUTES_PER_DAY } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { OutgoingChannel, OutgoingDelivery } from "../../db/generated/client.ts";
import { type QuietHours, quietHoursSchema } from "../quietHours.ts";
import { EVENT_KINDS } from "../types.ts";
import { type Channel, type ChannelList, type Delivery, deliverySchema } from "./channelBody.ts";

const SHOWN_DELIVERIES = 10;
const GIVEN_UP_WITHIN_MS = 7 * MINUTES_PER_DAY * MINUTE_MS;

/** Every channel by name, with what became of what was last sent; no secret, and no address beyond its host. */
export async function listChannels(
  db: Transaction,
  { nowMs, sealKey }: { readonly nowMs: number; readonly sealKey: string | null },
): Promise<ChannelList> {
  const rows = await db.outgoingChannel.findMany({ where: { retiredAt: null }, orderBy: { name: "asc" } });
  const channels = await Promise.all(rows.map((row) => readChannel(db, row, nowMs)));
  return { areSecretsSealed: sealKey !== null, channels };
}

/** One channel as it is answered. */
export async function readChannel(db: Transaction, row: OutgoingChannel, nowMs: number): Promise<Channel> {
  const channelId = row.id;
  const deliveries = await db.outgoingDelivery.findMany({
    where: { channelId },
    orderBy: { id: "desc" },
    take: SHOWN_DELIVERIES,
  });
  const waiting = await db.outgoingDelivery.count({ where: { channelId, status: "waiting" } });
  const givenUp = await db.outgoingDelivery.count({
    where: { channelId, status: "given_up", doneAt: { gte: new Date(nowMs - GIVEN_UP_WITHIN_MS) } },
  });
  return {
    ...describeChannel(row),
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdBy,
    waiting,
    givenUp,
    deliveries: deliveries.map(toDelivery),
  };
}

/** What of a channel may be told to anyone, and stands in the audit. */
export function describeChannel(row: OutgoingChannel) {
  return {
    id: row.id,
    name: row.name,
    receiver: row.receiver,
    kinds: EVENT_KINDS.filter((kind) => row.kinds.includes(kind)),
    regions: row.regions,
    quietHours: quietHoursOf(row),
    enabled: row.enabled,
  };
}

export function quietHoursOf(row: Pick<OutgoingChannel, "quietHours">): QuietHours | null {
  return row.quietHours === null ? null : quietHoursSchema.parse(row.quietHours);
}

export function toDelivery(row: OutgoingDelivery): Delivery {
  const isWaiting = row.status === "waiting";
  return deliverySchema.parse({
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    sentence: sentenceOf(row.payload),
    status: row.status,
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    nextAt: isWaiting ? row.nextAt.toISOString() : null,
    doneAt: row.doneAt?.toISOString() ?? null,
    lastStatus: row.lastStatus,
    lastError: row.lastError,
  });
}

function sentenceOf(payload: unknown): string {
  const isObject = typeof payload === "object" && payload !== null;
  return isObject && "sentence" in payload ? String(payload.sentence) : "";
}

import { toIso } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { Notice } from "../types.ts";

/**
 * Puts notices into the outbox of every channel that wants them, in the transaction of what they tell of. An event that a
 * channel has, or had, is not put there twice. Answers how many were put.
 */
export async function putNotices(
  tx: Transaction,
  notices: readonly Notice[],
  nowMs: number,
): Promise<number> {
  if (notices.length === 0) return 0;
  const channels = await tx.outgoingChannel.findMany({ where: { retiredAt: null, enabled: true } });
  const data = channels.flatMap((channel) =>
    notices
      .filter(
        ({ kind, region }) =>
          channel.kinds.includes(kind) &&
          (region === null || channel.regions.length === 0 || channel.regions.includes(region)),
      )
      .map((notice) => ({
        channelId: channel.id,
        kind: notice.kind,
        severity: notice.severity,
        dedupeKey: notice.key,
        payload: payloadOf(notice),
        createdAt: new Date(nowMs),
        nextAt: new Date(nowMs),
      })),
  );
  const { count } = await tx.outgoingDelivery.createMany({ data, skipDuplicates: true });
  return count;
}

/** What a receiver reads, but for the delivery's own facts. */
export function payloadOf({ kind, severity, region, atMs, sentence, path, facts, key }: Notice) {
  return { event: key, kind, severity, region, at: toIso(atMs), sentence, path, facts: { ...facts } };
}

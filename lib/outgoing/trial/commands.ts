import { type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, ok, type Result, type Rng } from "../../core/index.ts";
import { type DatabaseClient, withTransaction } from "../../db/client.ts";
import type { ChannelTest } from "../channel/channelBody.ts";
import { toDelivery } from "../channel/queries.ts";
import { deliverDue, type OutgoingSource } from "../deliver/commands.ts";

/**
 * Sends a channel a notification that says it is a test, at once and also in quiet hours, and tells what came of it. One that
 * fails is not tried again. `not_found`; `conflict` where the channel is switched off.
 */
export async function testChannel(
  source: OutgoingSource & { readonly database: DatabaseClient },
  author: Author,
  { id, rng }: { readonly id: number; readonly rng: Rng },
): Promise<Result<ChannelTest, Failure>> {
  const nowMs = author.atMs;
  const channel = await source.database.prisma.outgoingChannel.findFirst({ where: { id, retiredAt: null } });
  if (channel === null) return err({ code: "not_found", detail: `There is no channel ${id}.` });
  if (!channel.enabled)
    return err({
      code: "conflict",
      detail: `The channel ${channel.name} is switched off. Switch it on first.`,
    });
  const key = `test-${id}-${author.requestId ?? nowMs}`;
  const put = await withTransaction(source.database, async (tx) => {
    const row = await tx.outgoingDelivery.create({
      data: {
        channelId: id,
        kind: "test",
        severity: "information",
        dedupeKey: key,
        payload: {
          event: key,
          kind: "test",
          sentence: `A test of the channel ${channel.name}, asked for by ${author.actor}. Nothing has happened.`,
        },
        createdAt: new Date(nowMs),
        nextAt: new Date(nowMs),
      },
    });
    const { name } = channel;
    await appendAudit(tx, author, [
      { action: "channel.tested", thing: "channel", thingName: name, after: { delivery: row.id } },
    ]);
    return row.id;
  });
  const { sent } = await deliverDue(source, { nowMs, rng, only: put });
  const { prisma } = source.database;
  if (sent === 0)
    await prisma.outgoingDelivery.updateMany({
      where: { id: put, status: "waiting" },
      data: { status: "given_up", doneAt: new Date(nowMs) },
    });
  const row = await prisma.outgoingDelivery.findUniqueOrThrow({ where: { id: put } });
  return ok({ delivered: sent === 1, delivery: toDelivery(row) });
}

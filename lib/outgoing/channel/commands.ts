import { randomBytes } from "node:crypto";
import { type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { type OutgoingChannel, Prisma } from "../../db/generated/client.ts";
import { sealText } from "../seal/sealText.ts";
import type { Channel, ChannelChange, CreatedChannel, NewChannel } from "./channelBody.ts";
import { describeChannel, readChannel } from "./queries.ts";

const SECRET_BYTES = 32;

/** Makes a channel. Its secret is answered only where it was made here, this once. `conflict` for a name that is taken. */
export async function createChannel(
  tx: Transaction,
  author: Author,
  { body, sealKey }: { readonly body: NewChannel; readonly sealKey: string | null },
): Promise<Result<CreatedChannel, Failure>> {
  if (await isTaken(tx, body.name)) return taken(body.name);
  const made = body.secret === undefined ? `bhs_${randomBytes(SECRET_BYTES).toString("base64url")}` : null;
  const row = await tx.outgoingChannel.create({
    data: {
      ...columnsOf(body),
      name: body.name,
      ...addressOf(body.url, sealKey),
      secret: sealText(sealKey, "channel secret", made ?? body.secret ?? ""),
      createdAt: new Date(author.atMs),
      createdBy: author.actor,
    },
  });
  const { name, ...after } = describeChannel(row);
  await appendAudit(tx, author, [{ action: "channel.created", thing: "channel", thingName: name, after }]);
  return ok({ ...(await readChannel(tx, row, author.atMs)), secret: made });
}

/** Changes what is named of a channel. `not_found`; `conflict` for a name that is taken. */
export async function changeChannel(
  tx: Transaction,
  author: Author,
  {
    id,
    change,
    sealKey,
  }: { readonly id: number; readonly change: ChannelChange; readonly sealKey: string | null },
): Promise<Result<Channel, Failure>> {
  const before = await lockChannel(tx, id);
  if (before === null) return missing(id);
  const isRenamed = change.name !== undefined && change.name !== before.name;
  if (isRenamed && (await isTaken(tx, change.name ?? ""))) return taken(change.name ?? "");
  const row = await tx.outgoingChannel.update({
    where: { id },
    data: {
      ...columnsOf(change),
      ...(change.url !== undefined && addressOf(change.url, sealKey)),
      ...(change.secret !== undefined && { secret: sealText(sealKey, "channel secret", change.secret) }),
    },
  });
  await appendAudit(tx, author, [
    {
      action: "channel.updated",
      thing: "channel",
      thingName: row.name,
      before: describeChannel(before),
      // That a secret or an address was changed is said; what it is, is not.
      after: {
        ...describeChannel(row),
        ...(change.secret !== undefined && { secretChanged: true }),
        ...(change.url !== undefined && { addressChanged: true }),
      },
    },
  ]);
  return ok(await readChannel(tx, row, author.atMs));
}

/** Ends a channel: what it still waits to send is given up. `not_found`. */
export async function retireChannel(
  tx: Transaction,
  author: Author,
  id: number,
): Promise<Result<Channel, Failure>> {
  const before = await lockChannel(tx, id);
  if (before === null) return missing(id);
  const at = new Date(author.atMs);
  const row = await tx.outgoingChannel.update({
    where: { id },
    data: { retiredAt: at, enabled: false, secret: "" },
  });
  await tx.outgoingDelivery.updateMany({
    where: { channelId: id, status: "waiting" },
    data: { status: "given_up", doneAt: at, lastError: "The channel was removed." },
  });
  const { name, ...facts } = describeChannel(before);
  await appendAudit(tx, author, [
    { action: "channel.retired", thing: "channel", thingName: name, before: facts },
  ]);
  return ok(await readChannel(tx, row, author.atMs));
}

async function lockChannel(tx: Transaction, id: number): Promise<OutgoingChannel | null> {
  await tx.$queryRaw`select id from outgoing_channel where id = ${id} for update`;
  return await tx.outgoingChannel.findFirst({ where: { id, retiredAt: null } });
}

async function isTaken(tx: Transaction, name: string): Promise<boolean> {
  return (await tx.outgoingChannel.count({ where: { name, retiredAt: null } })) > 0;
}

function addressOf(url: string, sealKey: string | null) {
  return { url: sealText(sealKey, "channel address", url), receiver: new URL(url).origin };
}

/** All but the address and the secret, which are stored in a way of their own. */
function columnsOf({ quietHours, url: _url, secret: _secret, ...rest }: ChannelChange) {
  const named = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...named,
    ...(quietHours !== undefined && { quietHours: quietHours === null ? Prisma.DbNull : quietHours }),
  };
}

function missing(id: number): Result<never, Failure> {
  return err({ code: "not_found", detail: `There is no channel ${id}.` });
}

function taken(name: string): Result<never, Failure> {
  return err({ code: "conflict", detail: `There is a channel called ${name} already. Choose another name.` });
}

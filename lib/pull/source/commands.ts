import { type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { PullSource } from "../../db/generated/client.ts";
import { sealText } from "../../outgoing/index.ts";
import { describeSource, factsOf, missingSource } from "./queries.ts";
import type { NewSource, SignIn, Source, SourceChange } from "./sourceBody.ts";

/** Numbers of the regions that a caller is limited to; null = the whole fleet. */
type Limits = readonly number[] | null;

/** Makes a source; it is read from now on. `conflict` for a name that is taken, `invalid` for a region that there is not. */
export async function createSource(
  tx: Transaction,
  author: Author,
  {
    body,
    sealKey,
    limits,
  }: { readonly body: NewSource; readonly sealKey: string | null; readonly limits: Limits },
): Promise<Result<Source, Failure>> {
  if (await isTaken(tx, body.name)) return taken(body.name);
  const region = await whyNotIn(tx, body.createIn, limits);
  if (region !== null) return region;
  const at = new Date(author.atMs);
  const { url, signIn, ...rest } = body;
  const row = await tx.pullSource.create({
    data: {
      ...rest,
      ...addressOf(url, sealKey),
      ...secretOf(signIn, sealKey),
      wholeFleet: limits === null,
      regionIds: [...(limits ?? [])],
      createdAt: at,
      createdBy: author.actor,
      readUntil: at,
      nextAt: at,
    },
  });
  await appendAudit(tx, author, [
    { action: "pull_source.created", thing: "pull_source", thingName: row.name, after: factsOf(row) },
  ]);
  return ok(await describeSource(tx, row));
}

/** Changes what is named of a source. What is already in stays. `not_found`, `conflict`, `invalid`. */
export async function changeSource(
  tx: Transaction,
  author: Author,
  {
    id,
    change,
    sealKey,
    limits,
  }: {
    readonly id: number;
    readonly change: SourceChange;
    readonly sealKey: string | null;
    readonly limits: Limits;
  },
): Promise<Result<Source, Failure>> {
  const before = await lockSource(tx, id);
  if (before === null) return missingSource(id);
  const { url, signIn, ...rest } = change;
  if (rest.name !== undefined && rest.name !== before.name && (await isTaken(tx, rest.name)))
    return taken(rest.name);
  const region = await whyNotIn(tx, rest.createIn ?? null, limits);
  if (region !== null) return region;
  // A secret is shown to the server that it was given for, and to no other.
  const isElsewhere = url !== undefined && new URL(url).origin !== before.receiver;
  const asked = signIn ?? (isElsewhere ? ({ by: "none" } as const) : undefined);
  const named = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const row = await tx.pullSource.update({
    where: { id },
    data: {
      ...named,
      ...(url !== undefined && addressOf(url, sealKey)),
      ...(asked !== undefined && secretOf(asked, sealKey)),
      // What was wrong may be put right: it is tried at once.
      nextAt: new Date(author.atMs),
      failures: 0,
    },
  });
  const after = {
    ...factsOf(row),
    ...(asked !== undefined && { secretChanged: true }),
    ...(url !== undefined && { addressChanged: true }),
  };
  await appendAudit(tx, author, [
    {
      action: "pull_source.updated",
      thing: "pull_source",
      thingName: row.name,
      before: factsOf(before),
      after,
    },
  ]);
  return ok(await describeSource(tx, row));
}

/** Ends a source, and what of the past is still being read of it. What is in stays. `not_found`. */
export async function retireSource(
  tx: Transaction,
  author: Author,
  id: number,
): Promise<Result<Source, Failure>> {
  const before = await lockSource(tx, id);
  if (before === null) return missingSource(id);
  const at = new Date(author.atMs);
  const row = await tx.pullSource.update({
    where: { id },
    data: { retiredAt: at, enabled: false, secret: "" },
  });
  await tx.pullBackfill.updateMany({
    where: { sourceId: id, state: "running" },
    data: { state: "cancelled", finishedAt: at },
  });
  await appendAudit(tx, author, [
    { action: "pull_source.retired", thing: "pull_source", thingName: row.name, before: factsOf(before) },
  ]);
  return ok(await describeSource(tx, row));
}

async function lockSource(tx: Transaction, id: number): Promise<PullSource | null> {
  await tx.$queryRaw`select id from pull_source where id = ${id} for update`;
  return await tx.pullSource.findFirst({ where: { id, retiredAt: null } });
}

async function isTaken(tx: Transaction, name: string): Promise<boolean> {
  return (await tx.pullSource.count({ where: { name, retiredAt: null } })) > 0;
}

function addressOf(url: string, sealKey: string | null) {
  return { url: sealText(sealKey, "pull address", url), receiver: new URL(url).origin };
}

function secretOf(signIn: SignIn, sealKey: string | null) {
  const header = headerOf(signIn);
  return { signInBy: signIn.by, secret: header === "" ? "" : sealText(sealKey, "pull secret", header) };
}

/** The value of the Authorization header; "" = none is sent. */
export function headerOf(signIn: SignIn): string {
  switch (signIn.by) {
    case "none":
      return "";
    case "bearer":
      return `Bearer ${signIn.token}`;
    case "basic":
      return `Basic ${Buffer.from(`${signIn.user}:${signIn.password}`, "utf8").toString("base64")}`;
  }
}

async function whyNotIn(
  tx: Transaction,
  region: string | null,
  limits: Limits,
): Promise<Result<never, Failure> | null> {
  if (region === null) return null;
  const found = await tx.region.findFirst({ where: { name: region } });
  if (found !== null && (limits === null || limits.includes(found.id))) return null;
  return err({ code: "invalid", detail: `There is no region ${region} to make stamps in.` });
}

function taken(name: string): Result<never, Failure> {
  return err({ code: "conflict", detail: `There is a source called ${name} already. Choose another name.` });
}

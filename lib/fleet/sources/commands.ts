import { type Author, appendAudit, type Json } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { Prisma } from "../../db/generated/client.ts";
import { getSources, SOURCES_KEY } from "./queries.ts";
import type { SourcesAnswer, SourcesBody } from "./sourcesBody.ts";

/** Names the lock under which the mapping changes. */
const SOURCES_LOCK = 0x736f7572;

/** Sets the mapping of sources, with its audit event. The same again changes nothing. */
export async function setSources(
  tx: Transaction,
  author: Author,
  { mapping, reason }: SourcesBody,
): Promise<Result<SourcesAnswer, Failure>> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${SOURCES_LOCK})`;
  const before = await getSources(tx);
  if (before.setAt !== null && JSON.stringify(before.mapping) === JSON.stringify(mapping)) return ok(before);
  const where = { key: SOURCES_KEY, region: "", poolKind: "" };
  const written = {
    value: mapping as Prisma.InputJsonValue,
    updatedAt: new Date(author.atMs),
    updatedBy: author.actor,
  };
  await tx.setting.upsert({
    where: { key_region_poolKind: where },
    create: { ...where, ...written },
    update: written,
  });
  await appendAudit(tx, author, [
    {
      action: "setting.changed",
      thing: "setting",
      thingName: SOURCES_KEY,
      before: before.setAt === null ? null : toJson(before.mapping),
      after: toJson(mapping),
      ...(reason === undefined ? {} : { reason }),
    },
  ]);
  return ok(await getSources(tx));
}

/** Takes the mapping back, so that the default holds. `not_found` when none is set. */
export async function resetSources(tx: Transaction, author: Author): Promise<Result<SourcesAnswer, Failure>> {
  await tx.$executeRaw`select pg_advisory_xact_lock(${SOURCES_LOCK})`;
  const removed = await tx.$queryRaw<{ value: unknown }[]>`
    delete from setting where key = ${SOURCES_KEY} and region = '' and pool_kind = '' returning value`;
  const before = removed[0];
  if (!before)
    return err({ code: "not_found", detail: "No mapping of sources is set: the default holds already." });
  await appendAudit(tx, author, [
    {
      action: "setting.reset",
      thing: "setting",
      thingName: SOURCES_KEY,
      before: toJson(before.value),
      after: null,
    },
  ]);
  return ok(await getSources(tx));
}

/** A mapping is plain data. */
function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

import { type Author, appendAudit, type Json } from "../../audit/index.ts";
import { isLimited } from "../../auth/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import type { Prisma } from "../../db/generated/client.ts";
import { SETTINGS, type SettingKey, type SettingScope } from "../settings.ts";
import { listSettings } from "./queries.ts";
import type { SettingBody, SettingList, SettingScopeQuery } from "./settingBody.ts";
import { overrideOf } from "./settingBody.ts";
import { settingName } from "./settingName.ts";

/** Names the lock under which settings change. */
const SETTINGS_LOCK = 0x73657474;

/** Sets one value in one scope. The same value again changes nothing. `invalid` for a scope the key does not have. */
export async function setSetting(
  tx: Transaction,
  author: Author,
  body: SettingBody,
): Promise<Result<SettingList, Failure>> {
  const { key, region, poolKind, value } = overrideOf(body);
  const beyond = await refuseBeyond(tx, region);
  if (beyond) return err(beyond);
  const wrong = await checkScope(tx, key, { region, poolKind });
  if (wrong) return err(wrong);
  const where = { key_region_poolKind: { key, region, poolKind } };
  // Two at once are put one after the other, so that each knows what was before.
  await tx.$executeRaw`select pg_advisory_xact_lock(${SETTINGS_LOCK})`;
  const before = await tx.setting.findUnique({ where });
  if (before && sameJson(before.value, value)) return ok(await listSettings(tx));
  const written = {
    value: value as Prisma.InputJsonValue,
    updatedAt: new Date(author.atMs),
    updatedBy: author.actor,
  };
  await tx.setting.upsert({ where, create: { key, region, poolKind, ...written }, update: written });
  await appendAudit(tx, author, [
    {
      action: "setting.changed",
      thing: "setting",
      thingName: settingName(key, { region, poolKind }),
      before: before ? toJson(before.value) : null,
      after: toJson(value),
      ...(body.reason === undefined ? {} : { reason: body.reason }),
    },
  ]);
  return ok(await listSettings(tx));
}

/** Takes a value back, so that the wider scope or the default holds. `not_found` when nothing is set there. */
export async function resetSetting(
  tx: Transaction,
  author: Author,
  query: SettingScopeQuery,
): Promise<Result<SettingList, Failure>> {
  const scope = { region: query.region ?? "", poolKind: query.poolKind ?? "" };
  const beyond = await refuseBeyond(tx, scope.region);
  if (beyond) return err(beyond);
  const removed = await tx.$queryRaw<{ value: unknown }[]>`
    delete from setting where key = ${query.key} and region = ${scope.region} and pool_kind = ${scope.poolKind}
    returning value`;
  const before = removed[0];
  if (!before) {
    return err({
      code: "not_found",
      detail: `${settingName(query.key, scope)} is not set: its default holds already.`,
    });
  }
  await appendAudit(tx, author, [
    {
      action: "setting.reset",
      thing: "setting",
      thingName: settingName(query.key, scope),
      before: toJson(before.value),
      after: null,
      ...(query.reason === undefined ? {} : { reason: query.reason }),
    },
  ]);
  return ok(await listSettings(tx));
}

/** What holds for every region is not for somebody to set who is limited to some. */
async function refuseBeyond(tx: Transaction, region: string): Promise<Failure | null> {
  if (region !== "" || !(await isLimited(tx))) return null;
  const detail = "This holds in the whole fleet, and you are limited to regions: name one of yours.";
  return { code: "forbidden", detail };
}

async function checkScope(tx: Transaction, key: SettingKey, scope: SettingScope): Promise<Failure | null> {
  const allowed = SETTINGS[key].scope;
  const wrong = (path: string, message: string): Failure => ({
    code: "invalid",
    detail: `${path} ${message}.`,
    errors: [{ path, message }],
  });
  if (scope.region !== "" && allowed === "fleet")
    return wrong("region", `must be left out: ${key} holds for the whole fleet`);
  if (scope.poolKind !== "" && allowed !== "pool")
    return wrong("poolKind", `must be left out: ${key} holds for every pool kind`);
  if (
    scope.region !== "" &&
    (await tx.region.count({ where: { name: scope.region, retiredAt: null } })) === 0
  ) {
    return wrong("region", `names ${scope.region}, which is no region`);
  }
  if (
    scope.poolKind !== "" &&
    (await tx.pool.count({ where: { kind: scope.poolKind, retiredAt: null } })) === 0
  ) {
    return wrong("poolKind", `names ${scope.poolKind}, which no pool has`);
  }
  return null;
}

function sameJson(stored: unknown, sent: unknown): boolean {
  return JSON.stringify(sorted(stored)) === JSON.stringify(sorted(sent));
}

/** jsonb keeps no order of keys. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A setting's value is plain data: numbers, or an object of numbers. */
function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

import { DomainKeeper } from "../../audit/index.ts";
import type { DatabaseClient, Transaction } from "../../db/client.ts";
import {
  isSettingKey,
  SETTING_KEYS,
  SETTINGS,
  type SettingOverride,
  type SettingOverrides,
} from "../settings.ts";
import type { SettingList } from "./settingBody.ts";

/** What is set, parsed. A row whose key or shape this version does not know is left out: its default holds. */
export async function loadSettingOverrides(db: Transaction): Promise<SettingOverrides> {
  const rows = await db.setting.findMany();
  return rows.flatMap(({ key, region, poolKind, value }): readonly SettingOverride[] => {
    if (!isSettingKey(key)) return [];
    const parsed = SETTINGS[key].schema.safeParse(value);
    return parsed.success ? [{ key, region, poolKind, value: parsed.data }] : [];
  });
}

/** Every setting there is, with its default and what is set. */
export async function listSettings(db: Transaction): Promise<SettingList> {
  const rows = await db.setting.findMany({ orderBy: [{ region: "asc" }, { poolKind: "asc" }] });
  return {
    settings: SETTING_KEYS.map((key) => ({
      key,
      summary: SETTINGS[key].summary,
      scope: SETTINGS[key].scope,
      default: SETTINGS[key].default,
      values: rows
        .filter((row) => row.key === key)
        .map(({ region, poolKind, value, updatedAt, updatedBy }) => ({
          region,
          poolKind,
          value,
          updatedAt: updatedAt.toISOString(),
          updatedBy,
        })),
    })),
  };
}

/** The overrides for those who ask a thousand times a second; never behind the database. */
export class SettingsKeeper extends DomainKeeper<SettingOverrides> {
  constructor({ pools, prisma }: Pick<DatabaseClient, "pools" | "prisma">) {
    // The pool by which senders are known: one look at the version does for both.
    super(pools.ingest, () => loadSettingOverrides(prisma));
  }
}

import type { Transaction } from "../../db/client.ts";
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

/** How old what `SettingsKeeper` says may be. */
const BELIEVED_MS = 1_000;

/** The overrides for those who ask a thousand times a second; at most a second old. */
export class SettingsKeeper {
  readonly #db: Transaction;
  #known: SettingOverrides = [];
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  constructor(db: Transaction) {
    this.#db = db;
  }

  async current(): Promise<SettingOverrides> {
    // Real elapsed time: the app's clock may be held still.
    if (performance.now() - this.#readAtMs >= BELIEVED_MS) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = null;
      });
      await this.#reading;
    }
    return this.#known;
  }

  async #read(): Promise<void> {
    const askedAtMs = performance.now();
    this.#known = await loadSettingOverrides(this.#db);
    this.#readAtMs = askedAtMs;
  }
}

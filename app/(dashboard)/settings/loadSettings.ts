import { type AuditRecord, listAudit } from "#lib/audit/index.ts";
import { type ApiTokenView, listApiTokens } from "#lib/auth/index.ts";
import { listSettings, loadFleetShape, loadSettingOverrides } from "#lib/fleet/index.ts";
import type { SettingKey } from "#lib/fleet/settings.ts";
import { appContext } from "#lib/http/appContext.ts";
import { SETTING_FORMS } from "./settingForms.ts";
import { type SettingGrid, settingGrid } from "./settingGrid.ts";

export interface SettingsView {
  readonly grids: readonly SettingGrid[];
  /** The latest changes, the newest first. */
  readonly changes: readonly AuditRecord[];
  /** Null for whoever may not see them. */
  readonly tokens: readonly ApiTokenView[] | null;
  readonly readMs: number;
}

const CHANGES_SHOWN = 15;

/** Everything that the Settings page shows; tokens to an admin alone. */
export async function loadSettingsPage(isAdmin: boolean): Promise<SettingsView> {
  const { database, clock } = appContext();
  const { prisma } = database;
  const [list, overrides, shape, audit, tokens] = await Promise.all([
    listSettings(prisma),
    loadSettingOverrides(prisma),
    loadFleetShape(prisma),
    listAudit(prisma, { thing: "setting", limit: CHANGES_SHOWN }),
    isAdmin ? listApiTokens(prisma, {}) : null,
  ]);
  const input = {
    list,
    overrides,
    regions: shape.regions.map(({ name }) => name),
    kinds: [...new Set(shape.pools.map(({ kind }) => kind))].sort(),
  };
  // The order of the forms is that of the page; every key has one, or it does not compile.
  const keys = Object.keys(SETTING_FORMS) as SettingKey[];
  return {
    grids: keys.map((key) => settingGrid(key, input)),
    changes: audit.events,
    // The newest first: they are what one comes for.
    tokens: tokens === null ? null : [...tokens.tokens].reverse(),
    readMs: clock(),
  };
}

import { type AuditRecord, listAudit } from "#lib/audit/index.ts";
import { type ApiTokenView, authorize, type Caller, listApiTokens, tokenIdOf } from "#lib/auth/index.ts";
import { listSettings } from "#lib/fleet/index.ts";
import { pageApp } from "#lib/http/page.ts";
import { type SettingChoices, type SettingView, settingViews, understoodOverrides } from "./settingsView.ts";

export interface SettingsPageView {
  readonly settings: readonly SettingView[];
  readonly choices: SettingChoices;
  /** Changes of settings, the newest first; `isHistoryWhole` = there were no more than these. */
  readonly history: readonly AuditRecord[];
  readonly isHistoryWhole: boolean;
  /** Null for those who may not see them. */
  readonly tokens: readonly ApiTokenView[] | null;
  readonly person: {
    readonly name: string;
    readonly role: string;
    readonly tokenId: number | null;
    readonly isLimited: boolean;
  };
  readonly canChange: boolean;
  readonly readMs: number;
}

/** Settings change a few times a month: this many changes are years. */
const CHANGES_AT_MOST = 1_000;

/** Everything that the Settings page shows to one person. */
export async function loadSettingsPage(caller: Caller): Promise<SettingsPageView> {
  const { database, clock, shape: keeper } = await pageApp();
  const { prisma } = database;
  const canChange = authorize(caller.role, "admin");
  const [list, shape, history, tokens] = await Promise.all([
    listSettings(prisma),
    keeper.current(),
    listAudit(prisma, { thing: "setting", limit: CHANGES_AT_MOST }),
    canChange ? listApiTokens(prisma, {}) : null,
  ]);
  // Oldest first, so that the newest change of a name is the one that stays.
  const reasons = new Map(
    history.events.toReversed().map(({ thingName, reason }) => [thingName, reason] as const),
  );
  return {
    settings: settingViews(list, reasons),
    choices: {
      regions: shape.regions.map(({ name }) => name),
      poolKinds: [...new Set(shape.pools.map(({ kind }) => kind))].toSorted(),
      overrides: understoodOverrides(list),
    },
    history: history.events,
    isHistoryWhole: history.nextCursor === null,
    tokens: tokens?.tokens ?? null,
    person: {
      name: caller.actor,
      role: caller.role,
      tokenId: tokenIdOf(caller),
      isLimited: caller.regions !== null,
    },
    canChange,
    readMs: clock(),
  };
}

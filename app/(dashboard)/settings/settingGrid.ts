import type { SettingList } from "#lib/fleet/settings/settingBody.ts";
import {
  findOverride,
  resolveSetting,
  SETTINGS,
  type SettingKey,
  type SettingOverrides,
  type SettingScope,
} from "#lib/fleet/settings.ts";

/** What holds in one scope. */
export interface SettingCell extends SettingScope {
  readonly value: unknown;
  /** Set in this very scope; otherwise it comes from a wider one, or is the default. */
  readonly isOwn: boolean;
  readonly updatedAt: string | null;
  readonly updatedBy: string | null;
  /** What would hold here if nothing were set in this scope. */
  readonly inherited: unknown;
  /** Where that is set: `westus`, `every dataproxy`, `the whole fleet`; null = nowhere, it is the default. */
  readonly inheritedFrom: string | null;
}

export interface SettingRow {
  /** "" = every region. */
  readonly region: string;
  readonly cells: readonly SettingCell[];
}

/** One setting in all of its scopes: a row for each region, a column for each pool kind, the wider scopes first. */
export interface SettingGrid {
  readonly key: SettingKey;
  /** "" = every kind. */
  readonly kinds: readonly string[];
  readonly rows: readonly SettingRow[];
}

export interface GridInput {
  readonly list: SettingList;
  readonly overrides: SettingOverrides;
  readonly regions: readonly string[];
  readonly kinds: readonly string[];
}

/** The scopes in which a setting may be set, with what holds in each. */
export function settingGrid(key: SettingKey, input: GridInput): SettingGrid {
  const { scope } = SETTINGS[key];
  const kinds = scope === "pool" ? ["", ...input.kinds] : [""];
  const regions = scope === "fleet" ? [""] : ["", ...input.regions];
  return {
    key,
    kinds,
    rows: regions.map((region) => ({
      region,
      cells: kinds.map((poolKind) => settingCell(key, { region, poolKind }, input)),
    })),
  };
}

function settingCell(key: SettingKey, scope: SettingScope, { list, overrides }: GridInput): SettingCell {
  const own = list.settings
    .find((setting) => setting.key === key)
    ?.values.find((value) => value.region === scope.region && value.poolKind === scope.poolKind);
  const wider = overrides.filter(
    (one) => one.key !== key || one.region !== scope.region || one.poolKind !== scope.poolKind,
  );
  return {
    ...scope,
    value: resolveSetting(overrides, key, scope),
    isOwn: own !== undefined,
    updatedAt: own?.updatedAt ?? null,
    updatedBy: own?.updatedBy ?? null,
    inherited: resolveSetting(wider, key, scope),
    inheritedFrom: originOf(wider, key, scope),
  };
}

function originOf(overrides: SettingOverrides, key: SettingKey, scope: SettingScope): string | null {
  const origin = findOverride(overrides, key, scope);
  return origin === null ? null : scopeWords(origin);
}

/** A scope in words: `dataproxy in westus`, `westus`, `every dataproxy`, `the whole fleet`. */
export function scopeWords({ region, poolKind }: SettingScope): string {
  if (region !== "" && poolKind !== "") return `${poolKind} in ${region}`;
  if (region !== "") return region;
  return poolKind === "" ? "the whole fleet" : `every ${poolKind}`;
}

/** The API leaves out what holds everywhere. */
export function scopeFields({ region, poolKind }: { readonly region: string; readonly poolKind: string }) {
  return { ...(region === "" ? {} : { region }), ...(poolKind === "" ? {} : { poolKind }) };
}

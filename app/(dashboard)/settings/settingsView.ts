import type { SettingList } from "#lib/fleet/settings/settingBody.ts";
import { settingName } from "#lib/fleet/settings/settingName.ts";
import {
  FLEET_SCOPE,
  findOverride,
  isSettingKey,
  resolveSetting,
  SETTINGS,
  type SettingKey,
  type SettingOverride,
  type SettingOverrides,
  type SettingScope,
  type SettingScopeKind,
} from "#lib/fleet/settings.ts";
import { fieldsOf, formatField, numberOf, type SettingField } from "./settingFields.ts";
import { SETTING_WORDS } from "./settingWords.ts";

/** One number of a value as it is shown. */
export interface ShownField {
  readonly name: string;
  readonly label: string;
  readonly text: string;
  /** Other than it would be without this value. */
  readonly isOther: boolean;
}

/** A value that is set in one scope. */
export interface SetValue extends SettingScope {
  /** `every dataproxy pool in westus` */
  readonly where: string;
  readonly fields: readonly ShownField[];
  /** False: this version does not understand the value, and goes by the wider scope. */
  readonly isUnderstood: boolean;
  /** What would hold without it, and where that comes from. */
  readonly inherited: { readonly value: unknown; readonly text: string; readonly from: string };
  readonly updatedAtMs: number;
  readonly updatedBy: string;
  /** Why, as given when it was last changed; null = no reason, or too long ago to have been read. */
  readonly reason: string | null;
}

export interface SettingView {
  readonly key: SettingKey;
  readonly title: string;
  readonly summary: string;
  readonly scope: SettingScopeKind;
  readonly fields: readonly SettingField[];
  readonly standard: readonly ShownField[];
  /** From the widest scope to the most exact. */
  readonly values: readonly SetValue[];
}

/** Where settings may differ, and what is set. */
export interface SettingChoices {
  readonly regions: readonly string[];
  readonly poolKinds: readonly string[];
  readonly overrides: SettingOverrides;
}

/** Why a setting was last changed, by the name that the audit gives it. */
export type Reasons = ReadonlyMap<string, string | null>;

/** Every setting as the page shows it, in the order of the list. */
export function settingViews(list: SettingList, reasons: Reasons): SettingView[] {
  const overrides = understoodOverrides(list);
  return list.settings.flatMap((setting) => {
    if (!isSettingKey(setting.key)) return [];
    const { key, summary, scope } = setting;
    const fields = fieldsOf(key);
    const values = setting.values
      .toSorted(byExactness)
      .map(({ region, poolKind, value, updatedAt, updatedBy }): SetValue => {
        const at = { region, poolKind };
        const inherited = inheritedValue(overrides, key, at);
        return {
          ...at,
          where: scopeText(at),
          fields: shownFields(fields, value, inherited.value),
          isUnderstood: overrides.some((one) => one.key === key && isSameScope(one, at)),
          inherited: { ...inherited, text: valueText(fields, inherited.value) },
          updatedAtMs: Date.parse(updatedAt),
          updatedBy,
          reason: reasons.get(settingName(key, at)) ?? null,
        };
      });
    const standard = shownFields(fields, SETTINGS[key].default, SETTINGS[key].default);
    return [{ key, title: SETTING_WORDS[key].title, summary, scope, fields, standard, values }];
  });
}

/** What is set, as far as this version understands it. */
export function understoodOverrides(list: SettingList): SettingOverride[] {
  return list.settings.flatMap(({ key, values }) => {
    if (!isSettingKey(key)) return [];
    return values.flatMap(({ region, poolKind, value }): SettingOverride[] => {
      const parsed = SETTINGS[key].schema.safeParse(value);
      return parsed.success ? [{ key, region, poolKind, value: parsed.data }] : [];
    });
  });
}

/** What would hold in a scope if nothing were set in it itself, and from where it would come. */
export function inheritedValue(
  overrides: SettingOverrides,
  key: SettingKey,
  at: SettingScope,
): { readonly value: unknown; readonly from: string } {
  const others = overrides.filter((one) => one.key !== key || !isSameScope(one, at));
  const from = findOverride(others, key, at);
  return {
    value: resolveSetting(others, key, at),
    from: from === null ? "the default" : `set for ${scopeText(from)}`,
  };
}

export function isSameScope(one: SettingScope, other: SettingScope): boolean {
  return one.region === other.region && one.poolKind === other.poolKind;
}

/** `the whole fleet`, `every pool in westus`, `every dataproxy pool`, `every dataproxy pool in westus` */
export function scopeText({ region, poolKind }: SettingScope): string {
  if (region === "" && poolKind === "") return "the whole fleet";
  return `every ${poolKind === "" ? "" : `${poolKind} `}pool${region === "" ? "" : ` in ${region}`}`;
}

export function isFleetScope(at: SettingScope): boolean {
  return isSameScope(at, FLEET_SCOPE);
}

/** A value on one line: `normal from 30 %, warm from 50 %`. */
export function valueText(fields: readonly SettingField[], value: unknown): string {
  return fields
    .map((field) => {
      const found = numberOf(value, field);
      const text = found === null ? "not understood" : formatField(found, field);
      return field.name === "" ? text : `${field.label} ${text}`;
    })
    .join(", ");
}

function shownFields(fields: readonly SettingField[], value: unknown, inherited: unknown): ShownField[] {
  return fields.map((field) => {
    const found = numberOf(value, field);
    return {
      name: field.name,
      label: field.label,
      text: found === null ? "not understood" : formatField(found, field),
      isOther: found !== numberOf(inherited, field),
    };
  });
}

/** Fleet, pool kind, region, both: each gives way to those after it. Then by name. */
function byExactness(one: SettingScope, other: SettingScope): number {
  const rank = ({ region, poolKind }: SettingScope) => (region === "" ? 0 : 2) + (poolKind === "" ? 0 : 1);
  const names = [one, other].map(({ region, poolKind }) => `${region}\n${poolKind}`);
  return rank(one) - rank(other) || (names[0] ?? "").localeCompare(names[1] ?? "", "en");
}

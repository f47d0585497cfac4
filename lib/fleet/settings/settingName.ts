import type { SettingKey, SettingScope } from "../settings.ts";

/** How the audit names a setting in a scope: `limitP95`, `limitP95 in westus`, `limitP95 for dataproxy in westus`. */
export function settingName(key: SettingKey, { region, poolKind }: SettingScope): string {
  return [key, poolKind && `for ${poolKind}`, region && `in ${region}`].filter(Boolean).join(" ");
}

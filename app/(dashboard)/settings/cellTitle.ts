import { formatUtcDateTime } from "#lib/charts/formatTime.ts";
import type { SettingCell } from "./settingGrid.ts";

/** Who set it and when, or where it comes from. */
export function cellTitle(cell: SettingCell, now: number): string {
  if (!cell.isOwn || cell.updatedAt === null) return `Not set here: ${inheritedWords(cell)} holds`;
  return `Set by ${cell.updatedBy} on ${formatUtcDateTime(Date.parse(cell.updatedAt), now)} UTC`;
}

/** `the default`, `what is set for westus` */
export function inheritedWords({ inheritedFrom }: Pick<SettingCell, "inheritedFrom">): string {
  return inheritedFrom === null ? "the default" : `what is set for ${inheritedFrom}`;
}

import { formatUtcDateTime } from "#lib/charts/formatTime.ts";
import type { SettingCell } from "./settingGrid.ts";

/** Who set it and when, or where it comes from. */
export function cellTitle(cell: SettingCell, now: number): string {
  if (!cell.isOwn || cell.updatedAt === null) return `Not set here: it is that of ${cell.inheritedFrom}`;
  return `Set by ${cell.updatedBy} on ${formatUtcDateTime(Date.parse(cell.updatedAt), now)} UTC`;
}

import { formatCount } from "#lib/charts/formatNumber.ts";
import type { SettingPreview } from "#lib/fleet/settings/previewSetting.ts";

type ChangedPool = SettingPreview["changed"][number];

/** Pools that a person wants to know by name: those that change their state or their side of the limit. */
export function reclassifiedPools({ changed }: SettingPreview): ChangedPool[] {
  return changed.filter(
    ({ before, after }) => before.state !== after.state || before.overLimit !== after.overLimit,
  );
}

/** What a change would do to the fleet, in whole sentences. */
export function describePreview(preview: SettingPreview): string {
  const { pools, changed } = preview;
  if (pools === 0) return "No pool is in this scope: nothing changes today.";
  const states = changed.filter(({ before, after }) => before.state !== after.state).length;
  const over = changed.filter(({ before, after }) => !before.overLimit && after.overLimit).length;
  const under = changed.filter(({ before, after }) => before.overLimit && !after.overLimit).length;
  const sentences = [
    states === 0
      ? `No pool changes its state, of ${formatCount(pools)} in this scope.`
      : `${formatCount(states)} of ${formatCount(pools)} pools ${states === 1 ? "changes its state" : "change their states"}.`,
  ];
  if (over > 0)
    sentences.push(`${formatCount(over)} ${over === 1 ? "comes over its limit" : "come over their limits"}.`);
  if (under > 0)
    sentences.push(
      `${formatCount(under)} ${under === 1 ? "is" : "are"} no longer over ${under === 1 ? "its limit" : "their limits"}.`,
    );
  const limits = changed.filter(({ before, after }) => before.limit !== after.limit).length;
  if (limits > 0 && over === 0 && under === 0) sentences.push("None comes to the other side of its limit.");
  return sentences.join(" ");
}

/** Which side of its limit a pool comes to; null = it stays. */
export function limitChange({ before, after }: ChangedPool): string | null {
  if (before.overLimit === after.overLimit) return null;
  return after.overLimit ? "comes over its limit" : "no longer over its limit";
}

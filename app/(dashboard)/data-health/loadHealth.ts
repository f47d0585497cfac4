import { MINUTE_MS, minuteOf } from "#lib/core/index.ts";
import { FLEET_SCOPE, resolveSetting } from "#lib/fleet/index.ts";
import { readFleetHealth } from "#lib/hotness/health/queries.ts";
import { pageApp } from "#lib/http/page.ts";
import { type HealthView, healthRows } from "./healthView.ts";

/** Everything that the Data health page shows, of one region or of all (empty). */
export async function loadHealthPage(region: string): Promise<HealthView> {
  const context = await pageApp();
  const nowMs = context.clock();
  const [health, { overrides }, audit] = await Promise.all([
    readFleetHealth(context, { region: region || undefined, nowMs }),
    context.shape.current(),
    context.auditVerifier.state(),
  ]);
  const rows = healthRows(health.pools, minuteOf(nowMs));
  const latest = rows.reduce<number | null>(
    (most, { lastMinute }) => (lastMinute === null ? most : Math.max(most ?? lastMinute, lastMinute)),
    null,
  );
  return {
    rows,
    window: health.window,
    intake: health.intake,
    storage: health.storage,
    retention: resolveSetting(overrides, "retention", FLEET_SCOPE),
    audit,
    readMs: nowMs,
    latestDataMs: latest === null ? null : latest * MINUTE_MS,
  };
}

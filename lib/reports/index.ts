export { fleetFamilies, MOST_SAMPLES_PER_POOL } from "./metrics/fleetFamilies.ts";
export { fleetRowsSchema, fleetRowTable } from "./metrics/fleetRow.ts";
export type { Labels, MetricFamily } from "./metrics/metricFamily.ts";
export { readFleetMetrics } from "./metrics/queries.ts";
export * from "./weekly/isoWeek.ts";
export { getWeeklyReport } from "./weekly/queries.ts";
export * from "./weekly/weeklyAnswer.ts";

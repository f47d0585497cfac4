export * from "./weekly/isoWeek.ts";
export { getWeeklyReport } from "./weekly/queries.ts";
export * from "./weekly/weeklyAnswer.ts";

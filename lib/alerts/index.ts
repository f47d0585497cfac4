export { acknowledgeAlert, muteAlert } from "./act/commands.ts";
export { noticeEvents } from "./events/commands.ts";
export * from "./list/alertAnswer.ts";
export * from "./list/alertSentence.ts";
export { countOpenAlerts, listAlerts } from "./list/queries.ts";
export * from "./rules/alertRule.ts";
export { changeRule, createRule, removeRule } from "./rules/commands.ts";
export { listRules } from "./rules/queries.ts";
export { type LookCounts, lookForAlerts } from "./watch/commands.ts";

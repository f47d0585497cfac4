import { PLANNING_SETTINGS } from "../../fleet/planningSettings.ts";
import type { GateEvidence, GatePool, GateRules, GateTraffic } from "./types.ts";

export const rules: GateRules = PLANNING_SETTINGS.gates.default;
const HOUR_MS = 3_600_000;
/** An observation that ended an hour of grace ago at most. */
export const times = { observeUntilMs: 24 * HOUR_MS, nowMs: 24 * HOUR_MS };
export const tooLate = { ...times, nowMs: times.observeUntilMs + rules.lateMinutes * 60_000 };

export const destination: GatePool = {
  stamp: "wus-b",
  pool: "dataproxy",
  role: "destination",
  limit: 60,
  coverage: 1,
  measuredP95: 41,
  unmovedP95: 30,
  modelledP95: 30,
  predicted: { value: 40, low: 37, high: 43 },
  isNew: false,
  refusal: null,
};
export const source: GatePool = {
  ...destination,
  stamp: "wus-a",
  role: "source",
  measuredP95: 46,
  unmovedP95: 62,
  modelledP95: 61,
  predicted: { value: 45, low: 43, high: 47 },
};
export const traffic: GateTraffic = {
  measure: "requests",
  before: { fromMinute: 0, toMinute: 720 },
  isOtherWeekday: false,
  moved: { before: 100, after: 104 },
  left: 0,
  others: { before: 50, after: 51 },
  registries: [{ registry: "contoso", before: 100, after: 104 }],
};

/** All that a sound phase shows. */
export const sound: GateEvidence = {
  now: [{ stamp: "wus-b", pool: "dataproxy", limit: 60, hot15m: 35, overSinceMs: null }],
  signals: [],
  window: { fromMinute: 0, toMinute: 720 },
  pools: [source, destination],
  controls: [
    { stamp: "wus-c", pool: "dataproxy", limit: 60, coverage: 1, beforeP95: 50, afterP95: 52 },
    { stamp: "wus-d", pool: "dataproxy", limit: 60, coverage: 1, beforeP95: 70, afterP95: 71 },
  ],
  traffic,
  outcomes: [{ stamp: "wus-b", measure: "pullP95Ms", earlier: [400, 410, 390, 405], after: 408 }],
};

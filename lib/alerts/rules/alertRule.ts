import { z } from "zod";
import { isoInstantSchema, visibleNameSchema } from "../../core/index.ts";

/**
 * What a rule looks at, each in its own unit: `hot_node_p95` and `now` percent of a node (`now` is the mean hot(bin) of 15
 * minutes), `staleness` minutes since the pool's last sample, `coverage` 0–1 of the last hour, `signal` the severity of the
 * gravest open signal, 1 low … 4 critical.
 */
export const ALERT_MEASURES = ["hot_node_p95", "now", "staleness", "coverage", "signal"] as const;
export type AlertMeasure = (typeof ALERT_MEASURES)[number];

/** Which side of its limit is the bad one. At the limit itself: staleness and signals are bad, the others are not. */
export const MEASURE_FACTS: Readonly<
  Record<
    AlertMeasure,
    {
      readonly side: "over" | "under";
      readonly atLimit: boolean;
      readonly least: number;
      readonly most: number;
    }
  >
> = {
  hot_node_p95: { side: "over", atLimit: false, least: 0, most: 100 },
  now: { side: "over", atLimit: false, least: 0, most: 100 },
  staleness: { side: "over", atLimit: true, least: 1, most: 10_080 },
  coverage: { side: "under", atLimit: false, least: 0, most: 1 },
  signal: { side: "over", atLimit: true, least: 1, most: 4 },
};

/** Of percents and minutes: which of them fits its measure, `fits` says. */
const MOST_LIMIT = 1_000_000;
const minutesSchema = z.number().int().min(0).max(10_080);

const ruleFields = {
  name: z.string().trim().max(100).pipe(visibleNameSchema(100)),
  measure: z.enum(ALERT_MEASURES),
  limit: z
    .number()
    .min(-MOST_LIMIT)
    .max(MOST_LIMIT)
    .nullable()
    .describe("in the measure's unit; null: the pool's own limit, for hot_node_p95 and now alone"),
  forMinutes: minutesSchema.describe("how long it has to last without a break before it is raised"),
  clearMargin: z.number().min(0).max(10_080).describe("how far back from the limit it has to be to clear"),
  clearMinutes: minutesSchema.describe("and for how long"),
  region: z.string().max(200).describe("empty: every region"),
  poolKind: z.string().max(200).describe("empty: every pool kind"),
  severity: z.enum(["warning", "critical"]),
  enabled: z.boolean(),
};

/** A limit that the measure cannot have is no rule. */
function fits(rule: { readonly measure: AlertMeasure; readonly limit: number | null }): boolean {
  const { least, most } = MEASURE_FACTS[rule.measure];
  if (rule.limit === null) return rule.measure === "hot_node_p95" || rule.measure === "now";
  return rule.limit >= least && rule.limit <= most;
}
const misfit = { error: "is no limit that this measure can have", path: ["limit"] };

/** A rule as it is kept. */
export const storedRuleSchema = z.strictObject(ruleFields).refine(fits, misfit);

export const newRuleSchema = z
  .strictObject({
    ...ruleFields,
    limit: ruleFields.limit.default(null),
    forMinutes: minutesSchema.default(10),
    clearMargin: ruleFields.clearMargin.default(0),
    clearMinutes: minutesSchema.default(5),
    region: ruleFields.region.default(""),
    poolKind: ruleFields.poolKind.default(""),
    severity: ruleFields.severity.default("warning"),
    enabled: ruleFields.enabled.default(true),
  })
  .refine(fits, misfit);

export const ruleChangeSchema = z
  .strictObject(ruleFields)
  .omit({ measure: true })
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: "must change something" });

export const ruleIdSchema = z.strictObject({ id: z.string().min(1).max(100) });

export const alertRuleSchema = z.strictObject({
  id: z.string(),
  ...ruleFields,
  isDefault: z.boolean().describe("it stands in the code: removing it only takes changes back"),
  isChanged: z.boolean().describe("a default that does not say what it said"),
  updatedAt: isoInstantSchema.nullable(),
  updatedBy: z.string().nullable(),
});
export const alertRuleListSchema = z.strictObject({ rules: z.array(alertRuleSchema) });

export type StoredRule = z.output<typeof storedRuleSchema>;
export type NewRule = z.output<typeof newRuleSchema>;
export type RuleChange = z.output<typeof ruleChangeSchema>;
export type AlertRule = z.output<typeof alertRuleSchema>;
export type AlertRuleList = z.output<typeof alertRuleListSchema>;

const EVERYWHERE = { region: "", poolKind: "", enabled: true } as const;

/** What holds where nobody has said otherwise. */
export const DEFAULT_RULES: Readonly<Record<string, StoredRule>> = {
  "now-over-limit": {
    ...EVERYWHERE,
    name: "Over its limit now",
    measure: "now",
    limit: null,
    forMinutes: 10,
    clearMargin: 3,
    clearMinutes: 10,
    severity: "critical",
  },
  "p95-over-limit": {
    ...EVERYWHERE,
    name: "Hot-node P95 over its limit",
    measure: "hot_node_p95",
    limit: null,
    forMinutes: 30,
    clearMargin: 1,
    clearMinutes: 30,
    severity: "warning",
  },
  stale: {
    ...EVERYWHERE,
    name: "No samples",
    measure: "staleness",
    limit: 15,
    forMinutes: 0,
    clearMargin: 10,
    clearMinutes: 5,
    severity: "critical",
  },
  "thin-data": {
    ...EVERYWHERE,
    name: "Data with gaps",
    measure: "coverage",
    limit: 0.9,
    forMinutes: 30,
    clearMargin: 0.02,
    clearMinutes: 10,
    severity: "warning",
  },
  "grave-signal": {
    ...EVERYWHERE,
    name: "A grave signal is open",
    measure: "signal",
    limit: 3,
    forMinutes: 0,
    clearMargin: 0,
    clearMinutes: 5,
    severity: "critical",
  },
};

import { z } from "zod";
import { isoInstantSchema } from "../../core/index.ts";
import { DEFAULT_LABELS, labelRulesSchema } from "../labelRules.ts";

/** What `node_exporter` reports, as percent of the whole node: the share of time that no core was idle. */
export const DEFAULT_QUERY =
  '100 * (1 - avg by (stamp, pool, instance) (rate(node_cpu_seconds_total{mode="idle"}[2m])))';

const urlSchema = z
  .url({ protocol: /^https?$/, error: "must be an http(s) address" })
  .max(2_000)
  .refine((text) => !/^https?:\/\/[^/?#]*@/i.test(text), {
    error: "must hold no user name or password: say them in `signIn`",
  })
  .refine((text) => !/[?#]/.test(text), { error: "must end before any ? or #" });

const secretText = z.string().min(1).max(4_000);

/** How the server is told who asks. */
export const signInSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("none") }),
  z.strictObject({ by: z.literal("bearer"), token: secretText }),
  z.strictObject({
    by: z.literal("basic"),
    user: z
      .string()
      .min(1)
      .max(200)
      .refine((text) => !text.includes(":"), { error: "must hold no colon" }),
    password: secretText,
  }),
]);
export type SignIn = z.output<typeof signInSchema>;

const stepSchema = z
  .number()
  .int()
  .min(1)
  .max(3_600)
  .refine((seconds) => 60 % seconds === 0 || seconds % 60 === 0, {
    error: "must divide a minute or be whole minutes: 15, 60, 300",
  });

const fields = {
  name: z.string().trim().min(1).max(100),
  url: urlSchema.describe("write-only: where the server is, without /api/v1"),
  signIn: signInSchema.describe("write-only"),
  query: z.string().trim().min(1).max(10_000).describe("PromQL: one value a node and time"),
  labels: labelRulesSchema,
  scale: z
    .number()
    .positive()
    .max(1_000_000)
    .describe("what makes percent of its values: 100 for shares of one"),
  stepSeconds: stepSchema,
  everyMinutes: z.number().int().min(1).max(1_440).describe("how often it is read"),
  coversBefore: z.boolean().describe("a value is of the step before its time, as rates are"),
  delaySeconds: z
    .number()
    .int()
    .min(0)
    .max(3_600)
    .describe("how old a value must be: a scrape may come late"),
  createIn: z.string().min(1).max(200).nullable().describe("region in which unknown stamps are made"),
  enabled: z.boolean(),
};

export const newSourceSchema = z.strictObject({
  ...fields,
  signIn: fields.signIn.default({ by: "none" }),
  query: fields.query.default(DEFAULT_QUERY),
  labels: fields.labels.default(DEFAULT_LABELS),
  scale: fields.scale.default(1),
  stepSeconds: fields.stepSeconds.default(60),
  everyMinutes: fields.everyMinutes.default(1),
  coversBefore: fields.coversBefore.default(true),
  delaySeconds: fields.delaySeconds.default(30),
  createIn: fields.createIn.default(null),
  enabled: fields.enabled.default(true),
});
export type NewSource = z.output<typeof newSourceSchema>;

export const sourceChangeSchema = z
  .strictObject(fields)
  .partial()
  .refine((change) => Object.keys(change).length > 0, { error: "must change something" });
export type SourceChange = z.output<typeof sourceChangeSchema>;

export const rowIdSchema = z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) });

const labelsOfSeries = z.record(z.string(), z.string());

/** What the last answer held. */
export const lastSeenSchema = z.strictObject({
  series: z.number().int(),
  nodes: z.number().int(),
  twice: z.number().int().describe("series of a node that another series is of as well"),
  unmatched: z.array(labelsOfSeries).describe("series whose labels name no node; the first twenty"),
  unmatchedCount: z.number().int(),
  unknown: z
    .array(z.string())
    .describe("pools that are not in the inventory, as stamp/pool; the first twenty"),
});
export type LastSeen = z.output<typeof lastSeenSchema>;

export const backfillSchema = z.strictObject({
  id: z.number().int(),
  sourceId: z.number().int(),
  from: isoInstantSchema,
  to: isoInstantSchema,
  position: isoInstantSchema.describe("everything before this is in"),
  share: z.number().describe("of the range that is in, 0–1"),
  state: z.enum(["running", "complete", "cancelled"]),
  accepted: z.number().int(),
  duplicate: z.number().int(),
  rejected: z.number().int(),
  lastError: z.string().nullable().describe("it is tried again"),
  createdAt: isoInstantSchema,
  createdBy: z.string(),
  finishedAt: isoInstantSchema.nullable(),
});
export type Backfill = z.output<typeof backfillSchema>;

export const sourceSchema = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  receiver: z.string().describe("where its address leads; the rest of it is never answered"),
  signInBy: z.enum(["none", "bearer", "basic"]),
  query: z.string(),
  labels: labelRulesSchema,
  scale: z.number(),
  stepSeconds: z.number().int(),
  everyMinutes: z.number().int(),
  coversBefore: z.boolean(),
  delaySeconds: z.number().int(),
  createIn: z.string().nullable(),
  enabled: z.boolean(),
  createdAt: isoInstantSchema,
  createdBy: z.string(),
  readUntil: isoInstantSchema.describe("everything before this is in"),
  nextAt: isoInstantSchema,
  lastSuccessAt: isoInstantSchema.nullable(),
  lastError: z.string().nullable().describe("of the last attempt; it is tried again"),
  lastErrorAt: isoInstantSchema.nullable(),
  lastSeen: lastSeenSchema.nullable(),
  accepted: z.number().int(),
  rejected: z.number().int(),
  backfills: z.array(backfillSchema).describe("the newest five"),
});
export type Source = z.output<typeof sourceSchema>;

export const sourceListSchema = z.strictObject({
  areSecretsSealed: z
    .boolean()
    .describe("false: BALLAST_SEAL_KEY is not set, and whoever can read the database can read them"),
  sources: z.array(sourceSchema),
});

export const newBackfillSchema = z
  .strictObject({
    from: z.iso.datetime({ offset: true }).max(40),
    to: z.iso.datetime({ offset: true }).max(40),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), { error: "`from` must lie before `to`" });
export type NewBackfill = z.output<typeof newBackfillSchema>;

/** A source to try; what is left out of one that there is, is taken of it, its secret too. */
export const trialRequestSchema = z.strictObject({
  id: z.number().int().min(1).max(2_147_483_647).optional().describe("a source that there is"),
  url: fields.url.optional(),
  signIn: fields.signIn.optional(),
  query: fields.query,
  labels: fields.labels,
  scale: fields.scale,
});
export type TrialRequest = z.output<typeof trialRequestSchema>;

export const trialSchema = z.strictObject({
  error: z.string().nullable().describe("why nothing was read; null = it answered"),
  series: z.number().int(),
  matched: z
    .array(
      z.strictObject({
        stamp: z.string(),
        pool: z.string(),
        node: z.string(),
        cpu: z.number().nullable().describe("percent; null = no value now"),
        isKnown: z.boolean().describe("the pool is in the inventory"),
        isInRange: z.boolean().describe("0 to 100"),
      }),
    )
    .describe("the first fifty"),
  matchedCount: z.number().int(),
  unmatched: z.array(labelsOfSeries).describe("series whose labels name no node; the first twenty"),
  unmatchedCount: z.number().int(),
});
export type Trial = z.output<typeof trialSchema>;

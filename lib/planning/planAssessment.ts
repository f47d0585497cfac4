import { z } from "zod";
import { noteSchema } from "../contribution/contributionAnswer.ts";
import { isoInstantSchema } from "../core/index.ts";
import { phasePoolSchema, simulatedPoolSchema } from "../simulation/simulationSchema.ts";
import { MOVE_CLASSES, TIERS } from "./types.ts";

const tierSchema = z.enum(TIERS);
const shareSchema = z.number().min(0).max(1).nullable().describe("null = nobody reports it");
const percentSchema = z.number().nullable().describe("percent of hot-node P95; null = cannot be had");

/** A rule that a step breaks: see judgeStep. */
export const brokenRuleSchema = z.strictObject({
  rule: z.enum(["receives_over_limit", "loses_but_rises"]),
  stamp: z.string(),
  pool: z.string(),
  value: percentSchema.describe("what it would come to while the move cuts over; null = cannot be had"),
  bound: z.number().describe("what it may be"),
});

/** Of a stamp, the pool with the highest projected value, after all moves up to and with this one. */
const endSchema = z
  .strictObject({
    pool: z.string(),
    before: percentSchema.describe("as measured; null for a stamp that does not exist yet"),
    after: percentSchema,
    low: percentSchema,
    high: percentSchema,
  })
  .nullable()
  .describe("null = the move is skipped, or nothing can be told of the stamp");

export const PLAN_DOUBTS = [
  "pinned",
  "excluded",
  "change_freeze",
  "cooldown",
  "must_not_share",
  "cordoned",
  "in_deployment",
  "coverage_too_low",
  "moved_since",
  "retired_since",
] as const;

/** Something that a draft may say, and that must be gone before it is submitted. */
export const planDoubtSchema = z.strictObject({
  code: z.enum(PLAN_DOUBTS),
  phase: z.number().int().describe("from 1 on"),
  registry: z.string(),
  stamp: z.string().describe("where it is to go, or where the trouble is"),
  detail: z.string().describe("in words, with its numbers"),
});

const assessedMoveSchema = z.strictObject({
  registry: z.string(),
  requestShare: shareSchema.describe("of the moved set"),
  byteShare: shareSchema.describe("of the moved set"),
  class: z.enum(MOVE_CLASSES).describe("by the rules; the phase may be of another"),
  source: endSchema,
  destination: endSchema,
  flags: z.array(z.string()).readonly().describe("of the pools on both ends: see POST /api/v1/simulations"),
  broken: brokenRuleSchema.nullable().describe("the rule that the plan breaks at this step"),
});

const scheduleSchema = z.strictObject({
  startAt: isoInstantSchema,
  cutOverAt: isoInstantSchema.describe("its last move is drained"),
  observedAt: isoInstantSchema.describe("the next phase may begin"),
  waits: z
    .array(z.strictObject({ until: isoInstantSchema, why: z.string() }))
    .readonly()
    .describe("why it begins later than it could, in their order"),
});

const assessedPhaseSchema = z.strictObject({
  tier: tierSchema,
  radius: z.strictObject({
    trafficShare: z.number().describe("of the region's traffic over the window, 0–1"),
    tenants: z.number().int().describe("with traffic"),
    headroomPoints: z
      .number()
      .nullable()
      .describe("least of limit − high end over its destinations; null = cannot be told, or nothing moves"),
    firstOnStamp: z.boolean().describe("creates a stamp, or is the first to fill one"),
  }),
  moves: z.array(assessedMoveSchema).readonly().describe("as in the content, one for one"),
  pools: z.array(phasePoolSchema).readonly().describe("that the phase touches, after it and all before it"),
  schedule: scheduleSchema.nullable().describe("null = it finds no place in the calendar"),
});

/** What follows from a plan's content and its snapshot. Made anew at every save. */
export const planAssessmentSchema = z.strictObject({
  computedAt: isoInstantSchema,
  window: z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }),
  snapshot: z.strictObject({
    homesDigest: z.string().describe("SHA-256 over who was at home where in the region"),
    models: z
      .array(
        z.strictObject({
          stamp: z.string(),
          pool: z.string(),
          r2: z.number(),
          residual: z.number().describe("points"),
          bins: z.number().int(),
        }),
      )
      .readonly(),
    limits: z
      .array(z.strictObject({ stamp: z.string(), pool: z.string(), limitP95: z.number() }))
      .readonly()
      .describe("of the pools that change"),
  }),
  tier: tierSchema.nullable().describe("the highest of its phases'; null without moves"),
  broken: brokenRuleSchema
    .extend({ phase: z.number().int().describe("from 1 on"), registry: z.string() })
    .nullable()
    .describe("the first step that makes something worse; null = every prefix is safe"),
  doubts: z.array(planDoubtSchema).readonly().describe("warnings in a draft, refusals when it is submitted"),
  phases: z.array(assessedPhaseSchema).readonly().describe("as in the content, one for one"),
  pools: z.array(simulatedPoolSchema).readonly().describe("of the region that change, after all phases"),
  excess: z
    .strictObject({ before: z.number(), after: z.number().nullable() })
    .describe("points of P95 over the limits, summed over the region; null = cannot be had"),
  caution: z
    .strictObject({
      smallestFirst: z.number().int().nullable(),
      largestFirst: z.number().int().nullable(),
    })
    .describe(
      "moves until the plan has done what it is for, in this order and largest first: every pool that it relieves is under its limit, or at the least excess that the plan reaches; null = cannot be had",
    ),
  notes: z.array(noteSchema).readonly(),
});

export type PlanAssessment = z.output<typeof planAssessmentSchema>;
export type AssessedPhase = z.output<typeof assessedPhaseSchema>;
export type AssessedMove = z.output<typeof assessedMoveSchema>;
export type PlanDoubt = z.output<typeof planDoubtSchema>;

import { z } from "zod";
import { isoInstantSchema } from "../core/index.ts";
import { planAnswerSchema } from "../planning/planAnswer.ts";
import { MOVE_CLASSES, TIERS } from "../planning/types.ts";
import { MOVE_STATES, PHASE_STATES } from "./transitions.ts";
import { DEVIATIONS, DRAIN_VERDICTS, REQUEST_STATES, RUN_ROLES } from "./types.ts";

const idSchema = z.number().int();
const phaseNumberSchema = z.number().int().describe("from 1 on");
const percentSchema = z.number().nullable().describe("percent of hot-node P95; null = cannot be had");
const instantOrNull = isoInstantSchema.nullable();

/** Something that can be done now, or that cannot and why not. */
export const runActionSchema = z.strictObject({
  action: z.string().describe("the last part of its address"),
  role: z.enum(["operator", "approver"]).describe("the least role that may"),
  possible: z.boolean(),
  why: z.string().nullable().describe("why not, or what to mind; null = nothing to say"),
  needsReason: z.boolean(),
});

const predictionSchema = z.strictObject({
  stamp: z.string(),
  pool: z.string(),
  role: z.enum(["source", "destination", "untouched"]),
  limit: z.number(),
  after: percentSchema,
  low: percentSchema,
  high: percentSchema,
});

const differenceSchema = predictionSchema.extend({
  because: z.enum(["outside_interval", "over_limit", "unknown"]),
  approved: z.strictObject({ after: percentSchema, low: percentSchema, high: percentSchema }).nullable(),
});

const reassessmentSchema = z.strictObject({
  at: isoInstantSchema,
  window: z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }),
  differences: z.array(differenceSchema).readonly().describe("none = what was approved still holds"),
  later: z
    .array(differenceSchema.extend({ phase: phaseNumberSchema }))
    .readonly()
    .describe("of phases after this one; decided when they start"),
});

const approvalSchema = z.strictObject({
  phase: phaseNumberSchema.nullable().describe("null = the plan"),
  actor: z.string(),
  role: z.enum(RUN_ROLES),
  decision: z.enum(["approve", "reject"]),
  reason: z.string().nullable(),
  at: isoInstantSchema,
  digest: z.string().describe("of the content that it is given for"),
  isVoid: z.boolean().describe("what it was given for has changed since"),
});

const wantedSchema = z.strictObject({
  role: z.enum(["operator", "approver"]),
  wanted: z.number().int(),
  given: z.number().int(),
});

const deviationSchema = z.strictObject({
  kind: z.enum(DEVIATIONS),
  phase: phaseNumberSchema.nullable(),
  registry: z.string().nullable(),
  actor: z.string(),
  approver: z.string().nullable(),
  reason: z.string(),
  at: isoInstantSchema,
});

const runMoveSchema = z.strictObject({
  id: idSchema.describe("in the address of what is done to it"),
  registry: z.string(),
  tenant: z.string(),
  from: z.string(),
  to: z.string(),
  state: z.enum(MOVE_STATES),
  boundAt: instantOrNull,
  drainedAt: instantOrNull,
  verifiedAt: instantOrNull,
  revertedAt: instantOrNull,
  skippedReason: z.string().nullable(),
  drain: z
    .strictObject({
      verdict: z.enum(DRAIN_VERDICTS),
      remaining: z.number().nullable().describe("of the load before, 0–1"),
      detail: z.string(),
    })
    .nullable(),
  confirmation: z.string().nullable(),
  request: z
    .strictObject({
      state: z.enum(REQUEST_STATES),
      isBack: z.boolean().describe("it takes the move back"),
      askedAt: isoInstantSchema,
      attempts: z.number().int(),
      error: z.string().nullable(),
    })
    .nullable()
    .describe("what a control plane was asked for last; null = it was not"),
  instruction: z.string().describe("what to do now, in words; empty = nothing"),
  actions: z.array(runActionSchema).readonly(),
});

/** A gate's reading, with everything that it looked at. */
export const gateReadingSchema = z.strictObject({
  id: idSchema,
  phase: phaseNumberSchema,
  at: isoInstantSchema,
  verdict: z.enum(["pass", "fail", "inconclusive", "waiting"]),
  isFinal: z.boolean().describe("it decided the phase"),
  sentence: z.string(),
  readings: z.unknown(),
});

/** What GET of a plan's readings answers. */
export const gateReadingsSchema = z.strictObject({
  version: z.number().int(),
  readings: z.array(gateReadingSchema).readonly().describe("the newest 2,000 first"),
});

const runPhaseSchema = z.strictObject({
  phase: phaseNumberSchema,
  name: z.string(),
  class: z.enum(MOVE_CLASSES),
  state: z.enum(PHASE_STATES),
  tier: z.enum(TIERS),
  approval: wantedSchema.nullable().describe("of its own; null = approved with the plan"),
  notBefore: instantOrNull,
  observationHours: z.number(),
  startedAt: instantOrNull,
  cutOverAt: instantOrNull.describe("its last move is bound"),
  observingSince: instantOrNull,
  observeUntil: instantOrNull,
  decidedAt: instantOrNull,
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  prediction: z.array(predictionSchema).readonly().describe("as approved"),
  reassessment: reassessmentSchema.nullable().describe("the last one at its start"),
  reverse: z
    .array(z.strictObject({ registry: z.string(), from: z.string(), to: z.string() }))
    .readonly()
    .describe("what undoes it, in its order: the newest first"),
  reading: gateReadingSchema.nullable().describe("the newest"),
  moves: z.array(runMoveSchema).readonly(),
  actions: z.array(runActionSchema).readonly(),
});

/** How a plan's version that was submitted goes on. */
export const executionSchema = z.strictObject({
  digest: z.string().describe("SHA-256 of the content that was submitted"),
  submittedAt: isoInstantSchema,
  submittedBy: z.string(),
  startedAt: instantOrNull,
  finishedAt: instantOrNull,
  waitsFor: z.strictObject({
    sentence: z.string().describe("what it waits for, until when, and why"),
    for: z.enum(["person", "time", "data", "freeze", "nothing"]),
    until: instantOrNull,
  }),
  frozen: z
    .strictObject({ by: z.string(), reason: z.string() })
    .nullable()
    .describe("the kill switch; null = not pressed"),
  pause: z.strictObject({ by: z.string(), reason: z.string(), at: isoInstantSchema }).nullable(),
  rollbackFrom: phaseNumberSchema.nullable().describe("phases from this one on are being rolled back"),
  approval: wantedSchema.describe("of the plan"),
  approvals: z.array(approvalSchema).readonly().describe("the oldest first"),
  deviations: z.array(deviationSchema).readonly().describe("the oldest first"),
  newStamps: z
    .array(
      z.strictObject({
        name: z.string(),
        reference: z.string().nullable(),
        createdAt: instantOrNull,
        createdBy: z.string().nullable(),
        healthyAt: instantOrNull,
        note: z.string(),
      }),
    )
    .readonly(),
  phases: z.array(runPhaseSchema).readonly(),
  actions: z.array(runActionSchema).readonly().describe("on the plan"),
});

/** What GET of a plan, and everything that is done to one, answers. */
export const runningPlanAnswerSchema = planAnswerSchema.extend({
  execution: executionSchema.nullable().describe("null = a draft that was never submitted"),
});

export type RunAction = z.output<typeof runActionSchema>;
export type GateReading = z.output<typeof gateReadingSchema>;
export type GateReadings = z.output<typeof gateReadingsSchema>;
export type PlanExecution = z.output<typeof executionSchema>;
export type RunningPlanAnswer = z.output<typeof runningPlanAnswerSchema>;

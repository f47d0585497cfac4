import { z } from "zod";
import { isoInstantSchema, visibleNameSchema } from "../core/index.ts";
import { nameSchema } from "../fleet/inventory/inventoryBody.ts";
import { verdictSchema } from "../simulation/simulationSchema.ts";
import { triggerSchema } from "./proposal/proposalAnswer.ts";
import { MOVE_CLASSES } from "./types.ts";

/** More is not a plan that anyone reads, and each save simulates every one of them. */
export const MOST_MOVES = 2_000;
export const MOST_PHASES = 500;
/** Of a plan that is sent, decoded: two thousand moves with a sentence each. */
export const MOST_PLAN_BYTES = 8 * 1_048_576;
/** A year: longer is a typing error. */
const MOST_OBSERVATION_HOURS = 8_760;

/** Text as the database can keep it. */
const text = z
  .string()
  .trim()
  .refine((words) => words.isWellFormed() && !words.includes("\0"), {
    error: "holds characters that are none",
  });
/** Words that a person, or the planner, gives for something. */
export const planReasonSchema = text.max(2_000);
export const givenReasonSchema = planReasonSchema.min(1);
export const observationHoursSchema = z.number().positive().max(MOST_OBSERVATION_HOURS);
export const planNameSchema = text.max(200).pipe(visibleNameSchema(200));
export const phaseNameSchema = text.min(1).max(300);
export const commentTextSchema = text.min(1).max(10_000);

/** A wait that is shorter than the setting asks for: who said so, and why. */
export const shortenedSchema = z.strictObject({
  fromHours: observationHoursSchema.describe("what the setting asked for"),
  approver: text.min(1).max(200).describe("who takes it upon them"),
  reason: givenReasonSchema,
});

export const planMoveSchema = z.strictObject({
  registry: nameSchema,
  tenant: z.string(),
  from: nameSchema.describe("its home in the snapshot"),
  to: nameSchema,
  reason: planReasonSchema.describe("why this registry, why there"),
  skipped: givenReasonSchema.nullable().describe("why it is skipped; null = it runs"),
});

export const planPhaseSchema = z.strictObject({
  name: phaseNameSchema,
  class: z.enum(MOVE_CLASSES),
  batch: z.number().int().min(1).describe("from 1 on among the phases of its class"),
  observationHours: observationHoursSchema,
  notBefore: isoInstantSchema.nullable().describe("null = as soon as it can"),
  shortened: shortenedSchema.nullable(),
  moves: z.array(planMoveSchema).min(1).max(MOST_MOVES).describe("in running order"),
});

export const plannedStampSchema = z.strictObject({
  name: nameSchema,
  kind: z.enum(["shared", "isolated"]),
  pools: z
    .array(
      z.strictObject({
        name: nameSchema,
        kind: nameSchema,
        vcpusPerNode: z.number().int().min(1).max(10_000).nullable(),
        instances: z.number().int().min(1).max(10_000),
      }),
    )
    .min(1)
    .max(20),
});

export const planSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("proposal"), id: z.number().int() }),
  z.strictObject({ kind: z.literal("moves") }),
  z.strictObject({ kind: z.literal("csv") }),
  z.strictObject({ kind: z.literal("version"), version: z.number().int() }),
]);

/** What a person decides of a plan; the rest is computed. Once submitted, a version's content never changes. */
export const planContentSchema = z.strictObject({
  region: nameSchema,
  window: z.strictObject({ from: isoInstantSchema, to: isoInstantSchema }).describe("of the snapshot"),
  limitP95: z.number().min(0).max(100).nullable().describe("null = the limits that are set"),
  startAt: isoInstantSchema.nullable().describe("null = as soon as it is approved"),
  newStamps: z.array(plannedStampSchema).max(50),
  source: planSourceSchema,
  triggers: z.array(triggerSchema).readonly(),
  verdicts: z.array(verdictSchema).readonly(),
  left: z
    .array(z.strictObject({ registry: z.string(), reason: z.string() }))
    .describe("considered and left where it is"),
  phases: z.array(planPhaseSchema).max(MOST_PHASES),
});

export type PlanContent = z.output<typeof planContentSchema>;
export type PlanPhase = z.output<typeof planPhaseSchema>;
export type PlanMove = z.output<typeof planMoveSchema>;
export type NewPlannedStamp = z.output<typeof plannedStampSchema>;

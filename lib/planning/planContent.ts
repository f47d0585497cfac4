import { z } from "zod";
import { isoInstantSchema } from "../core/index.ts";
import { nameSchema } from "../fleet/inventory/inventoryBody.ts";
import { verdictSchema } from "../simulation/simulationSchema.ts";
import { MOVE_CLASSES } from "./types.ts";

/** More is not a plan that anyone reads, and each save simulates every one of them. */
export const MOST_MOVES = 2_000;
export const MOST_PHASES = 500;
/** A year: longer is a typing error. */
const MOST_OBSERVATION_HOURS = 8_760;

/** Words that a person, or the planner, gives for something. */
export const planReasonSchema = z.string().max(2_000);
export const observationHoursSchema = z.number().positive().max(MOST_OBSERVATION_HOURS);
export const planNameSchema = z.string().trim().min(1).max(200);
export const phaseNameSchema = z.string().trim().min(1).max(300);

/** A wait that is shorter than the setting asks for: who said so, and why. */
export const shortenedSchema = z.strictObject({
  fromHours: observationHoursSchema.describe("what the setting asked for"),
  approver: z.string().trim().min(1).max(200).describe("who takes it upon them"),
  reason: z.string().trim().min(1).max(2_000),
});

export const planMoveSchema = z.strictObject({
  registry: nameSchema,
  tenant: z.string(),
  from: nameSchema.describe("its home in the snapshot"),
  to: nameSchema,
  reason: planReasonSchema.describe("why this registry, why there"),
  skipped: z.string().trim().min(1).max(2_000).nullable().describe("why it is skipped; null = it runs"),
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

/** Why a stamp asks for a plan. */
export const planTriggerSchema = z.strictObject({
  stamp: z.string(),
  pool: z.string().nullable(),
  kind: z.enum(["over_limit", "signal", "dominated", "outcome"]),
  value: z.number().nullable().describe("percent of hot-node P95, or the tenant's share of it (0–1)"),
  bound: z.number().nullable().describe("what it is held against"),
  because: z.string().describe("in words, with its numbers"),
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
  triggers: z.array(planTriggerSchema),
  verdicts: z.array(verdictSchema).readonly(),
  left: z
    .array(z.strictObject({ registry: z.string(), reason: z.string() }))
    .describe("considered and left where it is"),
  phases: z.array(planPhaseSchema).max(MOST_PHASES),
});

export type PlanContent = z.output<typeof planContentSchema>;
export type PlanPhase = z.output<typeof planPhaseSchema>;
export type PlanMove = z.output<typeof planMoveSchema>;
export type PlanTrigger = z.output<typeof planTriggerSchema>;
export type NewPlannedStamp = z.output<typeof plannedStampSchema>;

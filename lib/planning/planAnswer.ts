import { z } from "zod";
import { isoInstantSchema, nextCursorSchema } from "../core/index.ts";
import { planAssessmentSchema } from "./planAssessment.ts";
import { planContentSchema, planSourceSchema } from "./planContent.ts";
import { TIERS } from "./types.ts";

/** PRODUCT.md, Plans: states of a version. Nothing else is possible. */
export const PLAN_STATES = [
  "draft",
  "submitted",
  "approved",
  "running",
  "paused",
  "rolling_back",
  "completed",
  "rejected",
  "aborted",
  "rolled_back",
  "superseded",
  "expired",
] as const;
export type PlanState = (typeof PLAN_STATES)[number];

const stateSchema = z.enum(PLAN_STATES);
const idSchema = z.number().int();
const versionSchema = z.number().int().describe("from 1 on");
const revisionSchema = z.number().int().describe("of the version; each save of a draft adds 1");

/**
 * States of a version that has been submitted and has not come to its end: a newer draft beside it changes nothing of what
 * it does.
 */
export const STATES_IN_FORCE = ["submitted", "approved", "running", "paused", "rolling_back"] as const;

const listedVersionSchema = z.strictObject({
  version: versionSchema,
  state: stateSchema,
  revision: revisionSchema,
  tier: z.enum(TIERS).nullable(),
  source: z.enum(["proposal", "moves", "csv", "version"]),
  stamps: z.array(z.string()).readonly().describe("that it touches, on either end"),
  phases: z.number().int(),
  moves: z.strictObject({ total: z.number().int(), done: z.number().int(), skipped: z.number().int() }),
  excess: z.strictObject({ before: z.number(), after: z.number().nullable() }),
  isBroken: z.boolean().describe("a step of it makes something worse"),
  doubts: z.number().int().describe("what stands against submitting it"),
  savedAt: isoInstantSchema,
  savedBy: z.string(),
  startAt: isoInstantSchema.nullable(),
  expiresAt: isoInstantSchema.describe("when its snapshot is too old to start from"),
});

/** A plan in a list: what it is, and its newest version. */
export const planSummarySchema = listedVersionSchema.extend({
  id: idSchema,
  name: z.string(),
  region: z.string(),
  author: z.string(),
  createdAt: isoInstantSchema,
  inForce: listedVersionSchema
    .nullable()
    .describe("an older version that was submitted and has not come to its end; null = there is none"),
});

/** What GET /api/v1/plans answers. */
export const planListSchema = z.strictObject({
  plans: z.array(planSummarySchema).readonly().describe("the one saved last first"),
  counts: z
    .record(stateSchema, z.number().int())
    .describe(
      "by state, of all that the other filters leave; a plan whose older version is in force counts in both states",
    ),
  nextCursor: nextCursorSchema,
});

const versionRowSchema = z.strictObject({
  version: versionSchema,
  state: stateSchema,
  revision: revisionSchema,
  author: z.string(),
  createdAt: isoInstantSchema,
  savedAt: isoInstantSchema,
  savedBy: z.string(),
});

const commentSchema = z.strictObject({
  id: idSchema,
  version: versionSchema,
  author: z.string(),
  at: isoInstantSchema,
  text: z.string(),
});

/** What GET, POST and PATCH of a plan answer: one version of it, with all that is around it. */
export const planAnswerSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  region: z.string(),
  author: z.string().describe("of the plan"),
  createdAt: isoInstantSchema,
  version: versionSchema.describe("the one that is shown"),
  state: stateSchema.describe("of that version"),
  revision: revisionSchema,
  versionAuthor: z.string(),
  savedAt: isoInstantSchema,
  savedBy: z.string(),
  expiresAt: isoInstantSchema.describe("when its snapshot is too old to start from"),
  versions: z.array(versionRowSchema).readonly().describe("from 1 on"),
  comments: z.array(commentSchema).readonly().describe("the oldest first"),
  content: planContentSchema,
  assessment: planAssessmentSchema,
});

/** What GET /api/v1/plans/{id}/edits answers. */
export const planEditsSchema = z.strictObject({
  edits: z
    .array(
      z.strictObject({
        version: versionSchema,
        revision: revisionSchema,
        author: z.string(),
        at: isoInstantSchema,
        changes: z.array(z.string()).readonly().describe("against the revision before it, in words"),
      }),
    )
    .readonly()
    .describe("the newest first"),
  nextCursor: nextCursorSchema,
});

const comparedSideSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  region: z.string(),
  version: versionSchema,
  state: stateSchema,
  author: z.string(),
  savedAt: isoInstantSchema,
  source: planSourceSchema,
  content: planContentSchema,
  assessment: planAssessmentSchema,
});

const sideP95Schema = z
  .strictObject({ before: z.number().nullable(), after: z.number().nullable(), high: z.number().nullable() })
  .nullable()
  .describe("null = that plan leaves it alone");

/** What GET /api/v1/plans/compare answers. */
export const planComparisonSchema = z.strictObject({
  left: comparedSideSchema,
  right: comparedSideSchema,
  differences: z
    .array(z.string())
    .readonly()
    .describe("what makes the right one of the left one, in words; none = they are the same"),
  pools: z
    .array(z.strictObject({ stamp: z.string(), pool: z.string(), left: sideP95Schema, right: sideP95Schema }))
    .readonly()
    .describe("hot-node P95 of every pool that either of them changes"),
  moves: z
    .array(
      z.strictObject({
        registry: z.string(),
        region: z.string(),
        left: z.strictObject({ phase: z.number().int(), to: z.string() }).nullable(),
        right: z.strictObject({ phase: z.number().int(), to: z.string() }).nullable(),
      }),
    )
    .readonly()
    .describe("every registry that either of them moves, by name"),
});

export type ListedVersion = z.output<typeof listedVersionSchema>;
export type PlanSummary = z.output<typeof planSummarySchema>;
export type PlanList = z.output<typeof planListSchema>;
export type PlanAnswer = z.output<typeof planAnswerSchema>;
export type PlanVersionRow = z.output<typeof versionRowSchema>;
export type PlanComment = z.output<typeof commentSchema>;
export type PlanEdits = z.output<typeof planEditsSchema>;
export type PlanComparison = z.output<typeof planComparisonSchema>;

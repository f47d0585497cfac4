import { z } from "zod";
import { isoInstantSchema, rowNumberTextSchema } from "../../core/index.ts";
import { simulationAnswerSchema } from "../../simulation/simulationSchema.ts";
import { MOVE_CLASSES, TIERS } from "../types.ts";

const place = { region: z.string(), stamp: z.string() };
const because = z.string().describe("in words, with its numbers");
const share = z.number().nullable();

/** Why a plan is proposed: what makes a stamp hot, with its numbers. */
export const triggerSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("over_limit"),
    ...place,
    pool: z.string(),
    hotNodeP95: z.number(),
    limit: z.number(),
    excess: z.number(),
    because,
  }),
  z.strictObject({
    kind: z.literal("signal"),
    ...place,
    pool: z.string().nullable().describe("null = of the whole stamp"),
    signal: z.string(),
    severity: z.enum(["low", "medium", "high", "critical"]),
    because,
  }),
  z.strictObject({
    kind: z.literal("dominated"),
    ...place,
    pool: z.string(),
    tenant: z.string(),
    share: z.number().describe("relief of the tenant ÷ hot-node P95"),
    reliefPoints: z.number(),
    because,
  }),
  z.strictObject({
    kind: z.literal("outcome"),
    ...place,
    pool: z.null(),
    measure: z.enum(["pullP95Ms", "errorRate"]),
    before: z.number().describe("mean of the same hours a day before"),
    after: z.number().describe("mean of the window"),
    because,
  }),
]);
export type Trigger = z.output<typeof triggerSchema>;

/** A stamp that is to be made first. */
export const proposedStampSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(["shared", "isolated"]),
  pools: z
    .array(
      z.strictObject({
        name: z.string(),
        kind: z.string(),
        vcpusPerNode: z.number().int().nullable(),
        instances: z.number().int(),
      }),
    )
    .readonly(),
});
export type ProposedStamp = z.output<typeof proposedStampSchema>;

/** What keeps a registry, or a stamp, where it is. */
export const LEFT_BECAUSE = [
  "sick_node",
  "not_asked_for",
  "pinned",
  "excluded",
  "frozen",
  "cooldown",
  "no_data",
  "no_destination",
  "must_not_share",
  "over_limit",
  "minimum_gain",
  "most_moves",
  "not_needed",
  "incomplete",
] as const;

export const leftSchema = z.strictObject({
  registry: z.string(),
  tenant: z.string(),
  from: z.string().describe("the stamp where it stays"),
  constraint: z.enum(LEFT_BECAUSE),
  reason: z.string().describe("in words, with the number that decides"),
});
export type Left = z.output<typeof leftSchema>;

export const proposedMoveSchema = z.strictObject({
  registry: z.string(),
  tenant: z.string(),
  from: z.string(),
  to: z.string(),
  reason: z.string().describe("why this one, why there, in words with numbers"),
  requestShare: share.describe("of all that moves, 0–1"),
  byteShare: share,
});

export const proposedPhaseSchema = z.strictObject({
  name: z.string(),
  class: z.enum(MOVE_CLASSES),
  batch: z.number().int().describe("from 1 on among the phases of its class"),
  observationHours: z.number(),
  tier: z.enum(TIERS),
  radius: z.strictObject({
    trafficShare: z.number(),
    tenants: z.number().int(),
    headroomPoints: z.number().nullable(),
    firstOnStamp: z.boolean(),
  }),
  moves: z.array(proposedMoveSchema).readonly(),
});
export type ProposedPhase = z.output<typeof proposedPhaseSchema>;

const brokenSchema = z.strictObject({
  phase: z.number().int().describe("from 1 on"),
  registry: z.string(),
  rule: z.strictObject({
    stamp: z.string(),
    pool: z.string(),
    value: z.number().nullable(),
    bound: z.number(),
    rule: z.enum(["receives_over_limit", "loses_but_rises"]),
  }),
});

export const searchSchema = z.strictObject({
  seed: z.number().int(),
  evaluations: z
    .number()
    .int()
    .describe("placements weighed; a search ends by their count, never by the clock"),
  milliseconds: z.number().int(),
  complete: z.boolean().describe("false: it was cut off, and what is proposed is what it had"),
  lowerBound: z
    .number()
    .nullable()
    .describe("points of excess that no placement can go under; null = nothing was searched"),
  rounds: z.number().int().describe("searches until the exact simulation agreed"),
  verified: z
    .boolean()
    .describe("every destination's interval ends at or under its limit, or what was measured"),
});

const windowSchema = z.strictObject({ from: isoInstantSchema, to: isoInstantSchema });
const simulationSchema = simulationAnswerSchema.extend({
  region: z.string().nullable().describe("null = several"),
  window: windowSchema.nullable(),
});

/** What is proposed: of one region, or of several joined. */
const contentFields = {
  region: z.string().nullable().describe("null = the fleet: see proposals"),
  window: windowSchema.nullable().describe("null where regions have windows of their own"),
  limitP95: z.number().nullable().describe("as asked; null = the limits that are set"),
  triggers: z.array(triggerSchema).readonly(),
  phases: z.array(proposedPhaseSchema).readonly(),
  tier: z.enum(TIERS).nullable(),
  broken: brokenSchema.nullable().describe("the first move that would make something worse; null = none"),
  newStamps: z.array(proposedStampSchema).readonly(),
  left: z.array(leftSchema).readonly(),
  verdicts: simulationAnswerSchema.shape.verdicts,
  neighbours: z
    .array(
      z.strictObject({
        stamp: z.string(),
        pool: z.string(),
        before: z.number(),
        after: z.number(),
        tenants: z.number().int().describe("that stay, and have traffic there"),
      }),
    )
    .readonly()
    .describe("pools that only lose: what those who stay there gain"),
  excess: z
    .strictObject({
      before: z.number(),
      after: z.number(),
      afterHigh: z.number().describe("by the high ends of the intervals"),
    })
    .describe("points over limits, all pools"),
  simulation: simulationSchema.nullable().describe("null until there is a result"),
  search: searchSchema.nullable(),
};

/** What is kept of a region's proposal. */
export const proposalContentSchema = z.strictObject(contentFields);
export type ProposalContent = z.output<typeof proposalContentSchema>;

export const PROPOSAL_STATES = ["running", "complete", "incomplete", "failed"] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

export const proposalProgressSchema = z.strictObject({
  region: z.string().nullable(),
  step: z.enum(["measuring", "judging", "searching", "verifying"]),
  round: z.number().int(),
  evaluations: z.number().int(),
  mostEvaluations: z.number().int(),
  excess: z.number().nullable().describe("of the best that was found, points"),
  moves: z.number().int().nullable(),
});
export type ProposalProgress = z.output<typeof proposalProgressSchema>;

/** What POST /api/v1/proposals and GET /api/v1/proposals/{id} answer. */
export const proposalAnswerSchema = z.strictObject({
  id: z.number().int(),
  state: z.enum(PROPOSAL_STATES).describe("incomplete: cancelled, and this is what it had"),
  failure: z.string().nullable().describe("why it failed, in words"),
  progress: proposalProgressSchema.nullable().describe("while it runs"),
  createdAt: isoInstantSchema,
  createdBy: z.string(),
  request: z.record(z.string(), z.unknown()).describe("as it was asked, with every default"),
  proposals: z
    .array(z.strictObject({ id: z.number().int(), region: z.string() }))
    .readonly()
    .describe("of a fleet's: one for each region with triggers; a plan is made from one of these"),
  ...contentFields,
});
export type ProposalAnswer = z.output<typeof proposalAnswerSchema>;

export const proposalIdSchema = z.strictObject({ id: rowNumberTextSchema });

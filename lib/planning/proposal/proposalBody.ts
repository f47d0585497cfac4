import { z } from "zod";
import { instantSchema } from "../../core/index.ts";
import { nameSchema } from "../../fleet/inventory/inventoryBody.ts";

const MOST_NAMES = 1_000;
const names = z.array(nameSchema).max(MOST_NAMES);
const weight = z.number().min(0).max(100);

/** What a plan should also be like, in points of worst P95 that it is worth. */
export const softWeightsSchema = z.strictObject({
  tenantSplit: weight
    .default(0.2)
    .describe("for each stamp more that a tenant is spread over, the largest tenants apart"),
  largestTenantTogether: weight.default(2).describe("for all of a largest tenant's traffic on one stamp"),
  largestTenants: z.number().int().min(0).max(100).default(3).describe("how many tenants are the largest"),
  domainLoss: weight.default(0.5).describe("for each point over 100 with one update domain out"),
});

export const proposalConstraintsSchema = z.strictObject({
  mostMoves: z.number().int().min(0).max(5_000).optional().describe("absent: as many as it takes"),
  minimumGainPoints: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe("what every move has to take off the excess, points; absent: as set"),
  cooldownDays: z.number().min(0).max(365).optional().describe("since a registry last moved; absent: as set"),
  excludeRegistries: names.default([]).describe("that stay where they are"),
  excludeStamps: names.default([]).describe("that neither give nor take"),
  newStamps: z.boolean().default(true).describe("false: no stamp is to be made"),
  largerNodes: z
    .boolean()
    .default(true)
    .describe("false: a new stamp has nodes of such sizes only as the region has, however many it takes"),
  soft: softWeightsSchema
    .prefault({})
    .describe("wishes that choose among plans of the same excess and traffic, in points of worst P95"),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1)
    .describe("the same seed, the same plan"),
  mostEvaluations: z
    .number()
    .int()
    .min(1)
    .max(20_000_000)
    .optional()
    .describe("placements to weigh; absent: by the size of the region"),
});

/** The body of POST /api/v1/proposals. */
export const proposalBodySchema = z.strictObject({
  region: nameSchema.optional().describe("absent: the fleet, one proposal for each region with triggers"),
  window: z
    .union([z.string().max(20), z.strictObject({ from: instantSchema, to: instantSchema })])
    .optional()
    .describe("peak (default), a duration such as 12h, or from and to"),
  limitP95: z.number().min(1).max(100).optional().describe("for all pools; absent: the limits that are set"),
  tenants: names.min(1).optional().describe("only these may move"),
  constraints: proposalConstraintsSchema
    .prefault({})
    .describe("beside those that registries and stamps carry themselves in the inventory"),
});
export type ProposalBody = z.output<typeof proposalBodySchema>;
export type ProposalConstraints = ProposalBody["constraints"];

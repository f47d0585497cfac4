import { z } from "zod";
import { instantSchema, MOST_INTEGER, toIso } from "../core/index.ts";
import { nameSchema } from "../fleet/inventory/inventoryBody.ts";
import { windowBodyFields } from "../simulation/simulationBody.ts";
import { PLAN_STATES } from "./planAnswer.ts";
import {
  commentTextSchema,
  givenReasonSchema,
  MOST_MOVES,
  MOST_PHASES,
  MOST_PLAN_BYTES,
  observationHoursSchema,
  phaseNameSchema,
  planNameSchema,
  planReasonSchema,
  shortenedSchema,
} from "./planContent.ts";
import { MOVE_CLASSES } from "./types.ts";

/** The plan of an address. */
export const planParams = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,9}$/, { error: "must be the number of a plan" })
    .transform(Number),
});

const timeSchema = instantSchema.transform(toIso);

/** A move as it is sent: what the answer of a plan holds may be sent back as it is. */
const moveBodySchema = z.strictObject({
  registry: nameSchema,
  to: nameSchema.describe("a stamp"),
  from: nameSchema.optional().describe("its home in the snapshot; refused where it is another"),
  tenant: z.string().max(200).optional().describe("not read: whose it is, is known"),
  reason: planReasonSchema.default(""),
  skipped: givenReasonSchema.nullable().default(null).describe("why it is skipped; null = it runs"),
});

const phaseBodySchema = z.strictObject({
  name: phaseNameSchema.optional().describe("by its class, where it is left out"),
  class: z.enum(MOVE_CLASSES).optional().describe("the highest of its moves', where it is left out"),
  batch: z.number().int().min(1).max(MOST_PHASES).optional().describe("not read: counted"),
  observationHours: observationHoursSchema.optional().describe("as set for its class, where it is left out"),
  notBefore: timeSchema.nullable().default(null),
  shortened: shortenedSchema
    .partial({ fromHours: true })
    .nullable()
    .default(null)
    .describe("who takes it upon them, and why, where the observation is shorter than set"),
  moves: z.array(moveBodySchema).min(1).max(MOST_MOVES).describe("in running order"),
});

const stampBodySchema = z.strictObject({
  name: nameSchema,
  kind: z.enum(["shared", "isolated"]).default("isolated"),
  pools: z
    .array(
      z.strictObject({
        name: nameSchema,
        kind: nameSchema.optional().describe("defaults to the name"),
        vcpusPerNode: z.number().int().min(1).max(10_000).nullable().default(null),
        instances: z.number().int().min(1).max(10_000),
      }),
    )
    .min(1)
    .max(20),
});

const decidedFields = {
  name: planNameSchema.optional(),
  limitP95: z.number().min(0).max(100).nullable().optional().describe("null = the limits that are set"),
  startAt: timeSchema.nullable().optional().describe("null = as soon as it is approved"),
  newStamps: z.array(stampBodySchema).max(50).optional().describe("stamps that do not exist yet"),
};
const phasesSchema = z.array(phaseBodySchema).max(MOST_PHASES);

const MAKERS = ["proposal", "moves", "phases", "csv"] as const;

/** The body of POST /api/v1/plans: made from one of `proposal`, `moves`, `phases`, `csv`. */
export const planBodySchema = z
  .strictObject({
    ...decidedFields,
    proposal: z.number().int().min(1).max(MOST_INTEGER).optional().describe("the id of a region's proposal"),
    region: nameSchema.optional().describe("with moves and phases"),
    ...windowBodyFields,
    moves: z
      .array(moveBodySchema.omit({ skipped: true }))
      .min(1)
      .max(MOST_MOVES)
      .optional()
      .describe("classes, order, phases and times follow from the rules"),
    phases: phasesSchema.optional().describe("as they are to run"),
    csv: z
      .string()
      .max(MOST_PLAN_BYTES)
      .optional()
      .describe("the table that GET /api/v1/plans/{id}.csv gives; as text/csv it is the whole body"),
  })
  .superRefine((body, context) => {
    const given = MAKERS.filter((maker) => body[maker] !== undefined);
    const [maker, second] = given;
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (maker === undefined) refuse("moves", `is missing: a plan is made from one of ${MAKERS.join(", ")}`);
    if (second !== undefined) refuse(second, `must not be given beside ${maker}: a plan is made from one`);
    const takesRegion = maker === "moves" || maker === "phases";
    if (takesRegion && body.region === undefined) refuse("region", "is missing");
    if (!takesRegion && body.region !== undefined)
      refuse("region", `must be left out: the ${maker ?? "source"} says it`);
    if (maker !== "proposal") return;
    for (const field of ["window", "from", "to", "newStamps", "limitP95"] as const)
      if (body[field] !== undefined) refuse(field, "must be left out: the proposal says it");
  });

/** The body of PATCH /api/v1/plans/{id}: what is left out stays. */
export const planPatchSchema = z.strictObject({
  revision: z
    .number()
    .int()
    .min(0)
    .max(MOST_INTEGER)
    .describe("of the draft that was read: refused where it has changed since"),
  ...decidedFields,
  ...windowBodyFields,
  phases: phasesSchema.optional(),
});

export const newVersionSchema = z.strictObject({
  from: z.number().int().min(1).max(MOST_INTEGER).optional().describe("a version; left out: the newest"),
  window: windowBodyFields.window.describe("a new snapshot; left out: that of the version"),
});

export const planCommentBodySchema = z.strictObject({
  text: commentTextSchema,
  version: z
    .number()
    .int()
    .min(1)
    .max(MOST_INTEGER)
    .optional()
    .describe("what it is about; left out: the newest"),
});

const versionQuery = z.coerce.number().int().min(1).max(MOST_INTEGER).optional();
export const planQuerySchema = z.strictObject({ version: versionQuery.describe("left out: the newest") });

export const planListQuerySchema = z.strictObject({
  state: z
    .enum(PLAN_STATES)
    .optional()
    .describe("of the newest version, or of an older one that is in force"),
  region: nameSchema.optional(),
  stamp: nameSchema.optional().describe("that it touches"),
  author: z.string().max(200).optional().describe("of the plan"),
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe("part of its name, its author's or a registry's, or its id"),
  limit: z.coerce.number().int().min(1).max(3_000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,15}-\d{1,9}$/, { error: "must be a nextCursor as it was given" })
    .optional()
    .describe("the nextCursor of the page before"),
});

export const planEditsQuerySchema = z.strictObject({
  version: versionQuery.describe("left out: the newest"),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, { error: "must be a nextCursor as it was given" })
    .transform(Number)
    .optional(),
});

const sideSchema = z
  .string()
  .regex(/^\d{1,9}(@\d{1,9})?$/, { error: "must be a plan's id, or id@version" })
  .transform((side) => {
    const [id, version] = side.split("@").map(Number);
    return { id: id ?? 0, ...(version === undefined ? {} : { version }) };
  });
export const planCompareQuerySchema = z.strictObject({
  left: sideSchema.describe("a plan as id, or id@version"),
  right: sideSchema.describe("a plan as id, or id@version"),
});

export type PlanBody = z.output<typeof planBodySchema>;
export type PlanPatch = z.output<typeof planPatchSchema>;
export type PhaseBody = z.output<typeof phaseBodySchema>;
export type MoveBody = z.output<typeof moveBodySchema>;
export type PlanStampBody = z.output<typeof stampBodySchema>;
export type PlanListQuery = z.output<typeof planListQuerySchema>;
export type PlanEditsQuery = z.output<typeof planEditsQuerySchema>;
export type PlanSide = z.output<typeof sideSchema>;

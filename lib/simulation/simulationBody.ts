import { z } from "zod";
import { type Failure, instantSchema, type Result } from "../core/index.ts";
import { nameSchema } from "../fleet/inventory/inventoryBody.ts";
import { parseWindow, type WindowRequest } from "../hotness/parseWindow.ts";

export const moveSchema = z.strictObject({ registry: nameSchema, to: nameSchema.describe("a stamp") });
const movesSchema = z.array(moveSchema).max(5_000);
const MOST_NODES = 10_000;

/** A stamp that does not exist yet. */
export const newStampSchema = z.strictObject({
  name: nameSchema,
  kind: z.enum(["shared", "isolated"]).default("isolated"),
  pools: z
    .array(
      z.strictObject({
        name: nameSchema,
        kind: nameSchema.optional().describe("defaults to the name"),
        vcpusPerNode: z.number().int().min(1).max(10_000).optional(),
        instances: z.number().int().min(1).max(MOST_NODES),
      }),
    )
    .min(1)
    .max(20),
});

/** The hours that a body asks for: see `windowOfBody`. */
export const windowBodyFields = {
  window: z
    .union([z.string().max(20), z.strictObject({ from: instantSchema, to: instantSchema })])
    .optional()
    .describe("peak (default), a duration such as 12h, or from and to"),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
};

/** The body of POST /api/v1/simulations. */
export const simulationBodySchema = z
  .strictObject({
    region: nameSchema,
    ...windowBodyFields,
    moves: movesSchema.optional().describe("all at once; none: everything stays as it was measured"),
    phases: z
      .array(z.strictObject({ moves: movesSchema }))
      .max(500)
      .optional()
      .describe("one after the other, in place of moves"),
    newStamps: z.array(newStampSchema).max(50).default([]),
  })
  .refine((body) => body.moves === undefined || body.phases === undefined, {
    error: "must not be given beside moves: give one of them",
    path: ["phases"],
  });

export const simulationQuerySchema = z.strictObject({
  include: z.enum(["series"]).optional().describe("series: minute by minute, of every pool that changes"),
});

export type SimulationBody = z.output<typeof simulationBodySchema>;
export type NewStamp = z.output<typeof newStampSchema>;

/** The hours asked for; a body may say them as a query does, or as an object. */
export function windowOfBody({
  window,
  from,
  to,
}: Pick<SimulationBody, "window" | "from" | "to">): Result<WindowRequest, Failure> {
  return parseWindow(typeof window === "object" ? window : { window, from, to });
}

/** The phases asked for: moves alone are one. */
export function phasesOfBody({ moves, phases }: SimulationBody): NonNullable<SimulationBody["phases"]> {
  return phases ?? [{ moves: moves ?? [] }];
}

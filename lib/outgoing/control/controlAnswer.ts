import { z } from "zod";
import { isoInstantSchema, rowNumberTextSchema } from "../../core/index.ts";

export const CONTROL_STATES = ["waiting", "sent", "polling", "confirmed", "refused", "given_up"] as const;

/** A home that the control plane was asked to change. */
export const controlRequestSchema = z.strictObject({
  id: z.number().int(),
  plan: z.number().int(),
  version: z.number().int(),
  planName: z.string(),
  phase: z.number().int(),
  move: z.number().int(),
  registry: z.string(),
  region: z.string(),
  from: z.string(),
  to: z.string(),
  isBack: z.boolean().describe("it takes a move back"),
  moveState: z.string().describe("of the move as it is recorded here: what counts"),
  state: z
    .enum(CONTROL_STATES)
    .describe(
      "waiting = not received yet · sent = received, its call is awaited · polling = received, its result is asked for · confirmed, refused = what its result said",
    ),
  attempts: z.number().int().describe("to send it"),
  polls: z.number().int().describe("how often its result was asked for"),
  askedAt: isoInstantSchema,
  nextAt: isoInstantSchema.nullable().describe("when it is sent, or its result asked for, next"),
  doneAt: isoInstantSchema.nullable(),
  lastStatus: z.number().int().nullable(),
  lastError: z.string().nullable(),
});

/** What GET /api/v1/control/requests answers. */
export const controlRequestsSchema = z.strictObject({
  receiver: z.string().nullable().describe("where its address leads; null = there is no control plane"),
  requests: z.array(controlRequestSchema).readonly().describe("the newest 500 first"),
});

export const controlQuerySchema = z.strictObject({
  plan: rowNumberTextSchema.optional(),
});

export type ControlRequest = z.output<typeof controlRequestSchema>;
export type ControlRequests = z.output<typeof controlRequestsSchema>;

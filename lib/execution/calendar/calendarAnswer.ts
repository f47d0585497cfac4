import { z } from "zod";
import { instantSchema, isoInstantSchema, MINUTE_MS, MINUTES_PER_DAY } from "../../core/index.ts";
import { TIERS } from "../../planning/types.ts";

export const CALENDAR_KINDS = ["phase", "freeze", "change_freeze", "deployment"] as const;

const DAY_MS = MINUTES_PER_DAY * MINUTE_MS;
const MOST_DAYS = 400;

export const calendarQuerySchema = z
  .strictObject({
    from: instantSchema.optional().describe("default a day ago"),
    to: instantSchema.optional().describe("default thirty days after from"),
    region: z.string().max(200).optional(),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || to - from <= MOST_DAYS * DAY_MS, {
    error: `must be at most ${MOST_DAYS} days after from`,
    path: ["to"],
  });

export const calendarEntrySchema = z.strictObject({
  kind: z.enum(CALENDAR_KINDS).describe("change_freeze = of one registry; deployment = an update is rolling"),
  title: z.string(),
  from: isoInstantSchema.nullable().describe("null = since some time before now, nobody said since when"),
  to: isoInstantSchema.nullable().describe("null = open"),
  region: z.string().nullable().describe("null = the whole fleet"),
  stamps: z.array(z.string()).readonly(),
  registries: z.array(z.string()).readonly().describe("that a phase moves, or that a freeze is of"),
  phase: z
    .strictObject({
      plan: z.number().int(),
      version: z.number().int(),
      planName: z.string(),
      planState: z.string(),
      phase: z.number().int(),
      state: z.string(),
      tier: z.enum(TIERS),
      cutOverAt: isoInstantSchema.nullable(),
      isScheduled: z.boolean().describe("it has not begun: when is an estimate"),
    })
    .nullable(),
  conflicts: z.array(z.string()).readonly().describe("with other entries, in words"),
});

/** What GET /api/v1/calendar answers. */
export const calendarSchema = z.strictObject({
  from: isoInstantSchema,
  to: isoInstantSchema,
  entries: z.array(calendarEntrySchema).readonly().describe("in the order of their beginning"),
});

export type CalendarQuery = z.output<typeof calendarQuerySchema>;
export type CalendarEntry = z.output<typeof calendarEntrySchema>;
export type Calendar = z.output<typeof calendarSchema>;

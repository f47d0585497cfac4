import { z } from "zod";

/** 0000..9999 as JavaScript and PostgreSQL both know it; what lies outside is a typing error. */
const EARLIEST_MS = Date.UTC(1970, 0, 1);
const LATEST_MS = Date.UTC(9999, 11, 31);

const OUTSIDE = "must lie between the years 1970 and 9999";

/**
 * An instant as it is sent: RFC 3339 with an offset, or epoch milliseconds. Parsed to epoch milliseconds.
 * In a query string digits alone are epoch milliseconds too.
 */
export const instantSchema = z
  .union(
    [
      z.iso.datetime({ offset: true }).max(40),
      z.number().int().min(EARLIEST_MS).max(LATEST_MS),
      z
        .string()
        .regex(/^\d{1,15}$/)
        .meta({ description: "epoch milliseconds as digits" }),
    ],
    { error: "must be an RFC 3339 time with an offset (2026-03-01T12:00:00Z) or epoch milliseconds" },
  )
  .transform((sent) =>
    typeof sent === "number" ? sent : /^\d{1,15}$/.test(sent) ? Number(sent) : Date.parse(sent),
  )
  .refine((epochMs) => epochMs >= EARLIEST_MS && epochMs <= LATEST_MS, { error: OUTSIDE })
  .meta({ description: "RFC 3339 time with an offset, or epoch milliseconds" });

/** An instant as it is answered: RFC 3339 UTC. */
export const isoInstantSchema = z.string().meta({ format: "date-time", description: "RFC 3339, UTC" });

/** RFC 3339 UTC with milliseconds. */
export function toIso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** As a person reads it in a sentence, to the minute: `2026-03-02 12:00 UTC`. */
export function utcWords(epochMs: number): string {
  return `${toIso(epochMs).slice(0, 16).replace("T", " ")} UTC`;
}

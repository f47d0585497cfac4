import { z } from "zod";
import { instantSchema } from "../../core/index.ts";

/** A longer word of a stranger's is cut: it stands on pages and in the audit. */
const MOST_LETTERS = 500;

const wordSchema = z
  .string()
  .trim()
  .transform((text) => text.slice(0, MOST_LETTERS))
  .optional();

/** What a control plane answers when it is asked what became of a home. Anything beside this is ignored. */
const resultSchema = z.looseObject({
  state: z.enum(["pending", "done", "failed"]),
  at: instantSchema.optional(),
  reference: wordSchema,
  detail: wordSchema,
});

export type ControlResult = z.output<typeof resultSchema>;

/** Null = it is no answer to that question. */
export function readResult(text: string): ControlResult | null {
  try {
    return resultSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Its result is asked for 15 s after it was received, then later and later up to five minutes, for a day in all. */
export const POLLING = { firstMs: 15_000, factor: 2, mostMs: 300_000, polls: 292 } as const;

/** Milliseconds until the result is asked for again after `polls` that told nothing; null = no more. */
export function pollDelayMs(polls: number): number | null {
  if (polls >= POLLING.polls) return null;
  return Math.min(POLLING.mostMs, POLLING.firstMs * POLLING.factor ** polls);
}

/** Where a result is asked for: the `location` of the answer, if it leads to where the request went; null = nowhere. */
export function pollUrlOf(location: string | null, url: string): string | null {
  if (location === null || !URL.canParse(location, url)) return null;
  const found = new URL(location, url);
  return found.origin === new URL(url).origin && found.username === "" ? found.href : null;
}

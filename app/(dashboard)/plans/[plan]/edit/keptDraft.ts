import { z } from "zod";
import { plannedStampSchema, planPhaseSchema } from "#lib/planning/planContent.ts";
import type { KeptDraft } from "./editorState.ts";

const draftSchema = z.strictObject({
  name: z.string(),
  startAt: z.string().nullable(),
  limitP95: z.number().nullable(),
  newStamps: z.array(plannedStampSchema),
  // Names may be half typed: the server judges them when they are saved.
  phases: z.array(planPhaseSchema.extend({ name: z.string() })),
});
const keptSchema = z.strictObject({ revision: z.number().int(), base: draftSchema, draft: draftSchema });

/** Under which name the browser keeps what the server does not have yet. */
export function keptKey({ id, version }: { readonly id: number; readonly version: number }): string {
  return `ballast.draft.${id}@${version}`;
}

export function encodeKept(kept: KeptDraft): string {
  return JSON.stringify(kept);
}

/** Null where nothing is kept, or what is kept is of another time of the program. */
export function decodeKept(text: string | null): KeptDraft | null {
  if (text === null) return null;
  try {
    return keptSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

import { planAnswerSchema } from "#lib/planning/planAnswer.ts";

/** What a change of a plan answers, without how it runs: who makes and edits plans has no use for that. */
export const changedPlanSchema = planAnswerSchema.strip();

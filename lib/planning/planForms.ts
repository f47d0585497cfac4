import { planAnswerSchema } from "./planAnswer.ts";
import { planBodySchema, planParams, planPatchSchema, planQuerySchema } from "./planBody.ts";
import { MOST_PLAN_BYTES } from "./planContent.ts";
import { planCsv } from "./planCsv.ts";

/** How a plan is asked for and answered. */
export const readPlanForm = {
  description:
    "As CSV one row a move, in running order, to be imported again by POST /api/v1/plans: percentiles are of the stamp's pool with the highest projected value, after all moves up to and with that row.",
  params: planParams,
  query: planQuerySchema,
  response: planAnswerSchema,
  csv: planCsv,
} as const;

/** How a new plan is sent and answered. */
export const newPlanForm = {
  description:
    "It is a draft until it is submitted. Every prefix of its moves is simulated; what stands against it is told in the assessment.",
  body: planBodySchema,
  bodyForm: "json_or_csv",
  bodyLimitBytes: MOST_PLAN_BYTES,
  isHeavy: true,
  response: planAnswerSchema,
  status: 201,
} as const;

/** How a change of a draft is sent and answered. */
export const changePlanForm = {
  description:
    "409 where the plan has no draft, or it was saved since the revision that is sent: `errors` tell what changed, and by whom. The same change sent again changes nothing.",
  params: planParams,
  body: planPatchSchema,
  bodyLimitBytes: MOST_PLAN_BYTES,
  isHeavy: true,
  response: planAnswerSchema,
} as const;

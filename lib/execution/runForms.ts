import { changePlanForm, newPlanForm, readPlanForm } from "../planning/planForms.ts";
import { runningPlanAnswerSchema } from "./executionAnswer.ts";
import { runningPlanCsv } from "./executionCsv.ts";

/** How plans are asked for, sent and answered, with how they go on. */
const response = { response: runningPlanAnswerSchema } as const;
export const readRunForm = { ...readPlanForm, ...response, csv: runningPlanCsv } as const;
export const newRunForm = { ...newPlanForm, ...response } as const;
export const changeRunForm = { ...changePlanForm, ...response } as const;

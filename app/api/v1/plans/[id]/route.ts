import { runningPlanAnswerSchema, runningPlanCsv } from "#lib/execution/index.ts";
import { getRunningPlan } from "#lib/execution/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { changePlanForm, readPlanForm } from "#lib/planning/planForms.ts";
import { prepareChange, saveChange } from "#lib/planning/plans/commands.ts";

const path = "/api/v1/plans/{id}";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "A plan: one version of it, the newest unless another is asked for, with its assessment",
    ...readPlanForm,
    response: runningPlanAnswerSchema,
    csv: runningPlanCsv,
    handler: ({ db, params, query, nowMs }) => getRunningPlan(db, { ...params, ...query }, nowMs),
  }),
  defineRoute({
    method: "PATCH",
    path,
    role: "operator",
    summary: "Change a draft; what is left out stays",
    ...changePlanForm,
    prepare: ({ app, author, params, body, nowMs }) =>
      prepareChange(app, { id: params.id, patch: body }, { author, nowMs }),
    handler: ({ db, author }, change) => saveChange(db, author, change),
  }),
);

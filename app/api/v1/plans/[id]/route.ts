import { defineRoute, serve } from "#lib/http/index.ts";
import { changePlanForm, readPlanForm } from "#lib/planning/planForms.ts";
import { prepareChange, saveChange } from "#lib/planning/plans/commands.ts";
import { getPlan } from "#lib/planning/plans/queries.ts";

const path = "/api/v1/plans/{id}";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "A plan: one version of it, the newest unless another is asked for, with its assessment",
    ...readPlanForm,
    handler: ({ db, params, query }) => getPlan(db, { ...params, ...query }),
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

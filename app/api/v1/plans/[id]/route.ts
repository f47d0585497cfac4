import { changeRunForm, readRunForm } from "#lib/execution/index.ts";
import { getRunningPlan, withExecution } from "#lib/execution/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { prepareChange, saveChange } from "#lib/planning/plans/commands.ts";

const path = "/api/v1/plans/{id}";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "A plan: one version of it, the newest unless another is asked for, with its assessment",
    ...readRunForm,
    handler: ({ db, params, query, nowMs }) => getRunningPlan(db, { ...params, ...query }, nowMs),
  }),
  defineRoute({
    method: "PATCH",
    path,
    role: "operator",
    summary: "Change a draft; what is left out stays",
    ...changeRunForm,
    prepare: ({ app, author, params, body, nowMs, signal }) =>
      prepareChange(app, { id: params.id, patch: body }, { author, nowMs, signal }),
    handler: async ({ db, author, nowMs }, change) =>
      withExecution(db, await saveChange(db, author, change), nowMs),
  }),
);

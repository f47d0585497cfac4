import { ok } from "#lib/core/index.ts";
import { newRunForm } from "#lib/execution/index.ts";
import { withExecution } from "#lib/execution/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { listPlans } from "#lib/planning/list/queries.ts";
import { planListForm } from "#lib/planning/planList.ts";
import { createPlan, prepareNewPlan } from "#lib/planning/plans/commands.ts";

const path = "/api/v1/plans";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "Plans by their newest version, the one saved last first",
    ...planListForm,
    handler: async ({ db, query }) => ok(await listPlans(db, query)),
  }),
  defineRoute({
    method: "POST",
    path,
    role: "operator",
    summary: "Make a plan: from a proposal, from moves, from phases, or from its CSV",
    ...newRunForm,
    prepare: ({ app, author, body, nowMs, signal }) => prepareNewPlan(app, body, { author, nowMs, signal }),
    handler: async ({ db, author, body, reply, nowMs }, prepared) =>
      withExecution(db, await createPlan(db, author, { prepared, name: body.name, reply }), nowMs),
  }),
);

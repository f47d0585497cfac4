import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { listPlans } from "#lib/planning/list/queries.ts";
import { planAnswerSchema, planListSchema } from "#lib/planning/planAnswer.ts";
import { PLAN_BODY_BYTES, planBodySchema, planListQuerySchema } from "#lib/planning/planBody.ts";
import { planCsv } from "#lib/planning/planCsv.ts";
import { planListTable } from "#lib/planning/planList.ts";
import { createPlan, prepareNewPlan } from "#lib/planning/plans/commands.ts";

const path = "/api/v1/plans";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "Plans by their newest version, the one saved last first",
    query: planListQuerySchema,
    response: planListSchema,
    csv: planListTable,
    handler: async ({ db, query }) => ok(await listPlans(db, query)),
  }),
  defineRoute({
    method: "POST",
    path,
    role: "operator",
    summary: "Make a plan: from a proposal, from moves, from phases, or from its CSV",
    description:
      "It is a draft until it is submitted. Every prefix of its moves is simulated; what stands against it is told in the assessment.",
    body: planBodySchema,
    bodyForm: "json_or_csv",
    bodyLimitBytes: PLAN_BODY_BYTES,
    response: planAnswerSchema,
    csv: planCsv,
    status: 201,
    prepare: ({ app, author, body, nowMs }) => prepareNewPlan(app, body, { author, nowMs }),
    handler: async ({ db, author, body, reply }, prepared) => {
      const made = await createPlan(db, author, { prepared, name: body.name });
      if (made.ok) reply.header("location", `${path}/${made.value.id}`);
      return made;
    },
  }),
);

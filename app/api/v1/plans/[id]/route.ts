import { defineRoute, serve } from "#lib/http/index.ts";
import { planAnswerSchema } from "#lib/planning/planAnswer.ts";
import { PLAN_BODY_BYTES, planParams, planPatchSchema, planQuerySchema } from "#lib/planning/planBody.ts";
import { planCsv } from "#lib/planning/planCsv.ts";
import { prepareChange, saveChange } from "#lib/planning/plans/commands.ts";
import { getPlan } from "#lib/planning/plans/queries.ts";

const path = "/api/v1/plans/{id}";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "A plan: one version of it, the newest unless another is asked for, with its assessment",
    description:
      "As CSV one row a move, in running order, to be imported again by POST /api/v1/plans: percentiles are of the stamp's pool with the highest projected value, after all moves up to and with that row.",
    params: planParams,
    query: planQuerySchema,
    response: planAnswerSchema,
    csv: planCsv,
    handler: ({ db, params, query }) => getPlan(db, { id: params.id, ...versionOf(query) }),
  }),
  defineRoute({
    method: "PATCH",
    path,
    role: "operator",
    summary: "Change a draft; what is left out stays",
    description:
      "409 where the plan has no draft, or it was saved since the revision that is sent: `errors` tell what changed, and by whom. The same change sent again changes nothing.",
    params: planParams,
    body: planPatchSchema,
    bodyLimitBytes: PLAN_BODY_BYTES,
    response: planAnswerSchema,
    prepare: ({ app, author, params, body, nowMs }) =>
      prepareChange(app, { id: params.id, patch: body }, { author, nowMs }),
    handler: ({ db, author }, change) => saveChange(db, author, change),
  }),
);

function versionOf({ version }: { readonly version?: number | undefined }) {
  return version === undefined ? {} : { version };
}

import { ok } from "#lib/core/index.ts";
import { maybeReasonBodySchema } from "#lib/execution/index.ts";
import { expireIfStale } from "#lib/execution/revise/commands.ts";
import { serve } from "#lib/http/index.ts";
import { planParams } from "#lib/planning/planBody.ts";
import { planAction } from "../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  planAction({
    path: "approve",
    role: "operator",
    summary: "Approve a submitted plan: low one operator, else an approver; never who wrote of it",
    params: planParams,
    body: maybeReasonBodySchema,
    prepare: async ({ app, author, params, body }) =>
      ok(await expireIfStale(app.database, { author }, { ...params, version: body.version })),
    command: ({ body }) => ok({ kind: "approve", phase: null, reason: body.reason ?? null }),
  }),
);

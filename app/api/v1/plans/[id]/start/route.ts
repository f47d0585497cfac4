import { ok } from "#lib/core/index.ts";
import { maybeReasonBodySchema } from "#lib/execution/index.ts";
import { expireIfStale } from "#lib/execution/revise/commands.ts";
import { serve } from "#lib/http/index.ts";
import { planParams } from "#lib/planning/planBody.ts";
import { planAction } from "../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  planAction({
    path: "start",
    role: "operator",
    summary: "Start an approved plan: it takes its stamps, and its phases may start one by one",
    params: planParams,
    body: maybeReasonBodySchema,
    prepare: async ({ app, author, params, body }) =>
      ok(await expireIfStale(app.database, { author }, { ...params, version: body.version })),
    command: ({ body }) => ok({ kind: "start", reason: body.reason ?? null }),
  }),
);

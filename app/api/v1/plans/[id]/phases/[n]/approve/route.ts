import { ok } from "#lib/core/index.ts";
import { maybeReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { phaseAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  phaseAction({
    path: "approve",
    role: "operator",
    summary: "Approve a phase; high and critical ones take approvers of their own",
    body: maybeReasonBodySchema,
    command: ({ params, body }) => ok({ kind: "approve", phase: params.n, reason: body.reason ?? null }),
  }),
);

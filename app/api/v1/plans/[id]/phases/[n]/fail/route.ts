import { ok } from "#lib/core/index.ts";
import { givenReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { phaseAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  phaseAction({
    path: "fail",
    role: "operator",
    summary: "Take a phase for failed: its plan pauses",
    body: givenReasonBodySchema,
    command: ({ params, body }) => ok({ kind: "fail", phase: params.n, reason: body.reason }),
  }),
);

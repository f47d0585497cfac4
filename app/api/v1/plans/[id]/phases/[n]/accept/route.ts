import { ok } from "#lib/core/index.ts";
import { givenReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { phaseAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  phaseAction({
    path: "accept",
    role: "operator",
    summary: "Take a phase for passed, after its observation or where its gate could not tell",
    body: givenReasonBodySchema,
    command: ({ params, body }) => ok({ kind: "accept", phase: params.n, reason: body.reason }),
  }),
);

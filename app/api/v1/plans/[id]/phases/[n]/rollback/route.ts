import { ok } from "#lib/core/index.ts";
import { givenReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { phaseAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  phaseAction({
    path: "rollback",
    role: "operator",
    summary:
      "Roll back a phase and all after it, the newest move first; under the freeze it takes an approver",
    body: givenReasonBodySchema,
    command: ({ params, body }) => ok({ kind: "rollback", phase: params.n, reason: body.reason }),
  }),
);

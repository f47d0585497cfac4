import { ok } from "#lib/core/index.ts";
import { givenReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { wholeAction } from "../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  wholeAction({
    path: "rollback",
    role: "operator",
    summary: "Roll the whole plan back, the newest move first; under the freeze it takes an approver",
    body: givenReasonBodySchema,
    command: ({ body }) => ok({ kind: "rollback", phase: null, reason: body.reason }),
  }),
);

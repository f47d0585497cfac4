import { ok } from "#lib/core/index.ts";
import { givenReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { wholeAction } from "../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  wholeAction({
    path: "reject",
    role: "operator",
    summary: "Send a submitted or approved plan back, with a reason; the role is the one that approves it",
    body: givenReasonBodySchema,
    command: ({ body }) => ok({ kind: "reject", reason: body.reason }),
  }),
);

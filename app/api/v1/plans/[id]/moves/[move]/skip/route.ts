import { givenReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { moveAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  moveAction({
    path: "skip",
    role: "approver",
    summary: "Skip a move that is not bound yet; kept as a deviation",
    body: givenReasonBodySchema,
    command: (move, body) => ({ kind: "skip", move, reason: body.reason }),
  }),
);

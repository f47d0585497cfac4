import { givenReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { moveAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  moveAction({
    path: "drained",
    role: "operator",
    summary: "Say that a move has drained where the data cannot; kept as a deviation",
    body: givenReasonBodySchema,
    command: (move, body) => ({ kind: "drained", move, reason: body.reason }),
  }),
);

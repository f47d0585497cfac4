import { maybeReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { moveAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  moveAction({
    path: "verify",
    role: "operator",
    summary: "Record that a moved registry was found to work",
    body: maybeReasonBodySchema,
    command: (move) => ({ kind: "verify", move }),
  }),
);

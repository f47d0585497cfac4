import { versionedBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { moveAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  moveAction({
    path: "ask",
    role: "operator",
    summary: "Ask the control plane for a home once more, under the same key",
    body: versionedBodySchema,
    command: (move) => ({ kind: "ask", move }),
  }),
);

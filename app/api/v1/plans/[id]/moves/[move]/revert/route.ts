import { revertBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { moveAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  moveAction({
    path: "revert",
    role: "operator",
    summary:
      "Record that a registry is back where it was; outside a roll-back it takes an approver and a reason",
    body: revertBodySchema,
    command: (move, body, nowMs) => ({
      kind: "revert",
      move,
      atMs: body.revertedAt ?? nowMs,
      reason: body.reason ?? null,
    }),
  }),
);

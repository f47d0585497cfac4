import { bindBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { moveAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  moveAction({
    path: "bind",
    role: "operator",
    summary: "Record that a registry has its new home: from that instant on it is bound there",
    body: bindBodySchema,
    command: (move, body, nowMs) => ({
      kind: "bind",
      move,
      atMs: body.boundAt ?? nowMs,
      confirmation: body.confirmation ?? null,
    }),
  }),
);

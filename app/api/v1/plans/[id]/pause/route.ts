import { ok } from "#lib/core/index.ts";
import { givenReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { wholeAction } from "../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  wholeAction({
    path: "pause",
    role: "operator",
    summary: "Pause a running plan: nothing more is bound; drains and observations go on, gates wait",
    body: givenReasonBodySchema,
    command: ({ body }) => ok({ kind: "pause", reason: body.reason }),
  }),
);

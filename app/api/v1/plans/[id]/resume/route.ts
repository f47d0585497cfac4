import { ok } from "#lib/core/index.ts";
import { maybeReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { wholeAction } from "../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  wholeAction({
    path: "resume",
    role: "operator",
    summary: "Let a paused plan go on; every registry has to be where the plan thinks it is",
    body: maybeReasonBodySchema,
    command: ({ body }) => ok({ kind: "resume", reason: body.reason ?? null }),
  }),
);

import { ok } from "#lib/core/index.ts";
import { givenReasonBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { phaseAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  phaseAction({
    path: "repeat",
    role: "operator",
    summary: "Observe a phase once more, where its gate could not tell",
    body: givenReasonBodySchema,
    command: ({ params, body }) => ok({ kind: "repeat", phase: params.n, reason: body.reason }),
  }),
);

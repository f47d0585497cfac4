import { ok } from "#lib/core/index.ts";
import { shortenBodySchema } from "#lib/execution/index.ts";
import { serve } from "#lib/http/index.ts";
import { phaseAction } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  phaseAction({
    path: "shorten",
    role: "approver",
    summary: "Shorten the observation of a phase; kept as a deviation",
    body: shortenBodySchema,
    command: ({ params, body }) =>
      ok({ kind: "shorten", phase: params.n, hours: body.hours, reason: body.reason }),
  }),
);

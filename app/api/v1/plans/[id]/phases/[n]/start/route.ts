import { ok } from "#lib/core/index.ts";
import { maybeReasonBodySchema, phaseParams } from "#lib/execution/index.ts";
import { prepareStart } from "#lib/execution/start/commands.ts";
import { serve } from "#lib/http/index.ts";
import { planAction, runActorOf } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  planAction({
    path: "phases/{n}/start",
    role: "operator",
    summary: "Start a phase; later ones are simulated again first, on the newest hours",
    params: phaseParams,
    body: maybeReasonBodySchema,
    prepare: (context, seams) => {
      const { params, body, app } = context;
      const key = { id: params.id, version: body.version };
      return prepareStart(app, runActorOf(context), { key, phase: params.n, seams });
    },
    command: ({ params, body }, _run, reassessment) =>
      ok({ kind: "start_phase", phase: params.n, reason: body.reason ?? null, reassessment }),
  }),
);

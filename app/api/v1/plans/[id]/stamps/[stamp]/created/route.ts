import { newStampParams, runningPlanAnswerSchema, stampCreatedBodySchema } from "#lib/execution/index.ts";
import { getRunningPlan } from "#lib/execution/queries.ts";
import { recordStamp } from "#lib/execution/stamps/commands.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { runActorOf } from "../../../../../../planAction.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/plans/{id}/stamps/{stamp}/created",
    role: "operator",
    summary: "Record that a stamp that the plan fills exists now, and by what: it enters the inventory",
    params: newStampParams,
    body: stampCreatedBodySchema,
    response: runningPlanAnswerSchema,
    handler: async (context) => {
      const { db, params, body, nowMs } = context;
      const key = { id: params.id, version: body.version };
      const told = { key, stamp: params.stamp, reference: body.reference };
      const done = await recordStamp(db, runActorOf(context), told);
      return done.ok ? await getRunningPlan(db, { id: params.id, version: done.value.version }, nowMs) : done;
    },
  }),
);

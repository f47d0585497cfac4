import { controlPlaneOf, env } from "#lib/env.ts";
import type { ExecutionSeams } from "#lib/execution/commands.ts";
import { readGate } from "#lib/execution/gates/queries.ts";
import { appContext } from "#lib/http/appContext.ts";
import { requestBind } from "#lib/outgoing/index.ts";

/** What running plans ask of the rest of the application: gates, and a control plane that changes homes. */
export const executionSeams: ExecutionSeams = {
  decideGate: (plan, phase, nowMs) => readGate(appContext(), { plan, phase, nowMs }),
  // Without a control plane everything is only recorded.
  requestBind: async (tx, request) => {
    if (controlPlaneOf(env()) !== null) await requestBind(tx, request, appContext().clock());
  },
};

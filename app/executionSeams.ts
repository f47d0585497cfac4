import { withTransaction } from "#lib/db/client.ts";
import { controlPlaneOf, env } from "#lib/env.ts";
import { type ExecutionSeams, runCommand } from "#lib/execution/commands.ts";
import { readGate } from "#lib/execution/gates/queries.ts";
import type { RunCommand } from "#lib/execution/index.ts";
import { appContext } from "#lib/http/appContext.ts";
import { type ConfirmMove, requestBind } from "#lib/outgoing/index.ts";

/** What running plans ask of the rest of the application: gates, and a control plane that changes homes. */
export const executionSeams: ExecutionSeams = {
  decideGate: (plan, phase, nowMs) => readGate(appContext(), { plan, phase, nowMs }),
  // Without a control plane everything is only recorded.
  requestBind: async (tx, request) => {
    if (controlPlaneOf(env()) === null) return false;
    await requestBind(tx, request, appContext().clock());
    return true;
  },
};

/** What the control plane says is done is recorded in its name, by the rules that hold for an operator. */
export const confirmMove: ConfirmMove = async ({ plan, version, move, isBack }, result, nowMs) => {
  const author = { actor: "control plane", actorRole: "system", atMs: nowMs, requestId: null };
  const atMs = result.at ?? nowMs;
  const confirmation = result.reference ?? "its result";
  const command: RunCommand = isBack
    ? { kind: "revert", move, atMs, reason: confirmation }
    : { kind: "bind", move, atMs, confirmation };
  const key = { id: plan, version };
  return await withTransaction(appContext().database, (tx) =>
    runCommand(tx, { author, role: "operator" }, { key, command, seams: executionSeams }),
  );
};

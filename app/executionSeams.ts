import type { ExecutionSeams } from "#lib/execution/commands.ts";

/** What running plans ask of the rest of the application: gates, and a control plane that changes homes. */
export const executionSeams: ExecutionSeams = {};

import { accuracyQuerySchema, accuracySchema, accuracyTable } from "#lib/backtest/index.ts";
import { readAccuracy } from "#lib/backtest/queries.ts";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/accuracy",
    isHeavy: true,
    role: "viewer",
    summary:
      "Predicted against measured: what moves were to do to pools, what they did, and how far that was apart",
    description: "Made from the moves that were really made, once a full day after them is over. Not paged.",
    query: accuracyQuerySchema,
    response: accuracySchema,
    csv: accuracyTable,
    handler: async ({ db, query, nowMs }) => ok(await readAccuracy(db, query, nowMs)),
  }),
);

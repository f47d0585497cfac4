import { defineRoute, serve } from "#lib/http/index.ts";
import {
  simulationAnswerSchema,
  simulationBodySchema,
  simulationQuerySchema,
} from "#lib/simulation/index.ts";
import { simulate } from "#lib/simulation/queries.ts";
import { simulationTable } from "#lib/simulation/simulationTable.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/simulations",
    isHeavy: true,
    role: "viewer",
    summary: "What moves would do to every pool of a region, with intervals, flags and verdicts",
    description: "Nothing is kept or changed: the same question about the same data has the same answer.",
    query: simulationQuerySchema,
    body: simulationBodySchema,
    response: simulationAnswerSchema,
    csv: simulationTable,
    transaction: false,
    handler: ({ app, body, query, nowMs }) => simulate(app, { body, query, nowMs }),
  }),
);

import { defineRoute, serve } from "#lib/http/index.ts";
import { suggest } from "#lib/simulation/suggestion/queries.ts";
import { suggestionAnswerSchema, suggestionBodySchema } from "#lib/simulation/suggestionBody.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/simulations/suggestions",
    isHeavy: true,
    role: "viewer",
    summary: "To which shared stamp registries might go together, and why",
    description:
      "Every shared stamp of the region that takes load is simulated with all of them on it. Suggested is the one that " +
      "keeps the most room in its fullest pool and brings no pool newly over its limit. Nothing is kept or changed.",
    body: suggestionBodySchema,
    response: suggestionAnswerSchema,
    transaction: false,
    handler: ({ app, body, nowMs }) => suggest(app, { body, nowMs }),
  }),
);

import { defineRoute, serve } from "#lib/http/index.ts";
import { stopProposal } from "#lib/planning/proposal/commands.ts";
import { proposalAnswerSchema, proposalIdSchema } from "#lib/planning/proposal/proposalAnswer.ts";
import { getProposal } from "#lib/planning/proposal/queries.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/proposals/{id}",
    role: "viewer",
    summary: "A proposal as it stands, with how far it is while it runs",
    params: proposalIdSchema,
    response: proposalAnswerSchema,
    handler: ({ db, params: { id }, nowMs }) => getProposal(db, { id, nowMs }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/api/v1/proposals/{id}",
    role: "operator",
    summary: "Stop working on a proposal: what it has within a second or two is kept, as incomplete",
    params: proposalIdSchema,
    response: proposalAnswerSchema,
    handler: ({ db, author, params: { id } }) => stopProposal(db, author, id),
  }),
);

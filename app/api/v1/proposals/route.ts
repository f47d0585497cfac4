import { defineLongRoute, serve } from "#lib/http/index.ts";
import { beginProposal, workOutProposal } from "#lib/planning/proposal/commands.ts";
import { proposalAnswerSchema } from "#lib/planning/proposal/proposalAnswer.ts";
import { proposalBodySchema } from "#lib/planning/proposal/proposalBody.ts";
import { getProposal } from "#lib/planning/proposal/queries.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineLongRoute({
    path: "/api/v1/proposals",
    role: "operator",
    summary: "What to do about a region, or the fleet: verdicts, moves in phases, and why",
    description:
      "Answers when it is worked out; nothing is moved by it. The same question about the same data has the same answer. " +
      "A client that goes away, or DELETE of its number, cuts the search off: what it had is kept, as incomplete.",
    body: proposalBodySchema,
    response: proposalAnswerSchema,
    begin: ({ db, author, body }) => beginProposal(db, author, body),
    work: ({ app, author, body }, work) => workOutProposal(app, { author, body, ...work }),
    read: ({ app, nowMs }, id) => getProposal(app.database.prisma, { id, nowMs }),
  }),
);

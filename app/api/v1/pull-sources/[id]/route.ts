import { defineRoute, serve } from "#lib/http/index.ts";
import * as pull from "#lib/pull/index.ts";
import { sealKey } from "../../../../outgoingSource.ts";

const shared = {
  path: "/api/v1/pull-sources/{id}",
  role: "admin",
  params: pull.rowIdSchema,
  response: pull.sourceSchema,
} as const;

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    ...shared,
    method: "PATCH",
    summary:
      "Change what is named of a source; at another address its secret is forgotten, unless it is given again",
    body: pull.sourceChangeSchema,
    handler: ({ db, author, caller, params: { id }, body: change }) =>
      pull.changeSource(db, author, { id, change, sealKey: sealKey(), limits: caller?.regions ?? null }),
  }),
  defineRoute({
    ...shared,
    method: "DELETE",
    summary: "Read a source no more; what is in stays",
    handler: ({ db, author, params }) => pull.retireSource(db, author, params.id),
  }),
);

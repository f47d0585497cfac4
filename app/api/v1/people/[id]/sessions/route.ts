import { endedSessionsSchema, personIdSchema } from "#lib/auth/index.ts";
import { defineRoute, serve, signPersonOut } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "DELETE",
    path: "/api/v1/people/{id}/sessions",
    role: "admin",
    needsWholeFleet: true,
    summary: "Sign a person out of every browser",
    params: personIdSchema,
    response: endedSessionsSchema,
    handler: signPersonOut,
  }),
);

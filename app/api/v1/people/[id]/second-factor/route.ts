import { personIdSchema, personSchema } from "#lib/auth/index.ts";
import { defineRoute, serve, takeSecondFactor } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "DELETE",
    path: "/api/v1/people/{id}/second-factor",
    role: "admin",
    needsWholeFleet: true,
    summary: "End the second factor of whoever lost it",
    params: personIdSchema,
    response: personSchema,
    handler: takeSecondFactor,
  }),
);

import { personIdSchema, personWithPasswordSchema } from "#lib/auth/index.ts";
import { defineRoute, givePassword, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/people/{id}/password",
    role: "admin",
    needsWholeFleet: true,
    summary: "Another password, shown this once and changed at the next sign-in",
    params: personIdSchema,
    response: personWithPasswordSchema,
    rememberAs: (person) => ({ ...person, password: null }),
    handler: givePassword,
  }),
);

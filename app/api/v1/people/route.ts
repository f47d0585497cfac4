import * as auth from "#lib/auth/index.ts";
import { ok } from "#lib/core/index.ts";
import { defineRoute, makePerson, serve } from "#lib/http/index.ts";

const path = "/api/v1/people";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "admin",
    needsWholeFleet: true,
    summary: "Everybody who may sign in, by name",
    response: auth.personListSchema,
    handler: async ({ db }) => ok({ people: await auth.listPeople(db) }),
  }),
  defineRoute({
    method: "POST",
    path,
    role: "admin",
    needsWholeFleet: true,
    summary: "Make a person; the password is shown this once and changed at the first sign-in",
    body: auth.newPersonSchema,
    response: auth.personWithPasswordSchema,
    status: 201,
    rememberAs: (person) => ({ ...person, password: null }),
    handler: makePerson,
  }),
);

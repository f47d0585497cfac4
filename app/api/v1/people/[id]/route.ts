import { personChangeSchema, personIdSchema, personSchema } from "#lib/auth/index.ts";
import { defineRoute, editPerson, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PATCH",
    path: "/api/v1/people/{id}",
    role: "admin",
    needsWholeFleet: true,
    summary: "Change name, role, regions, or let in no more",
    params: personIdSchema,
    body: personChangeSchema,
    response: personSchema,
    handler: editPerson,
  }),
);

import { sessionSchema } from "#lib/auth/index.ts";
import { demoPersonSchema } from "#lib/demo/people/demoPeople.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { becomeDemoPerson } from "../becomeDemoPerson.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/demo/person",
    role: "viewer",
    needsWholeFleet: true,
    summary: "Go on as another of the demo's people: sets the session cookie",
    description: "For admins and the demo's people themselves. 404 where the fleet is not the demo's.",
    body: demoPersonSchema,
    response: sessionSchema,
    status: 201,
    handler: becomeDemoPerson,
  }),
);

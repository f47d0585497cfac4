import { ok } from "#lib/core/index.ts";
import * as fleet from "#lib/fleet/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

const shared = { path: "/api/v1/freeze", response: fleet.freezeStateSchema } as const;
const change = { ...shared, body: fleet.freezeBodySchema };
const lifting = { role: "approver", needsWholeFleet: true, summary: "Lift the freeze" } as const;

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    ...shared,
    method: "GET",
    role: "viewer",
    summary: "Whether everything is frozen, by whom and why",
    handler: async ({ db }) => ok(await fleet.getFreeze(db)),
  }),
  defineRoute({
    ...change,
    method: "POST",
    role: "operator",
    summary: "Press the kill switch: no home changes, nothing starts",
    handler: ({ db, author, body }) => fleet.pressFreeze(db, author, body.reason),
  }),
  defineRoute({
    ...change,
    ...lifting,
    method: "DELETE",
    handler: ({ db, author, body }) => fleet.liftFreeze(db, author, body.reason),
  }),
);

import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import * as pull from "#lib/pull/index.ts";
import { sealKey } from "../../../outgoingSource.ts";

const path = "/api/v1/pull-sources";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "The Prometheus servers that samples are read from, with how far each is and what went wrong",
    response: pull.sourceListSchema,
    handler: async ({ db }) => ok(await pull.listSources(db, sealKey())),
  }),
  defineRoute({
    method: "POST",
    path,
    role: "admin",
    summary: "Read samples from a Prometheus, from now on",
    body: pull.newSourceSchema,
    response: pull.sourceSchema,
    status: 201,
    handler: ({ db, author, caller, body }) =>
      pull.createSource(db, author, { body, sealKey: sealKey(), limits: caller?.regions ?? null }),
  }),
);

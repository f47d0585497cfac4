import { defineRoute, serve } from "#lib/http/index.ts";
import { previewFile, previewRequestSchema, previewSchema } from "#lib/imports/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/imports/preview",
    role: "admin",
    summary: "What a file seems to be, and its first rows as they would be stored; nothing is",
    body: previewRequestSchema,
    response: previewSchema,
    transaction: false,
    handler: ({ app, caller, body }) => previewFile(app, { body, limits: caller?.regions ?? null }),
  }),
);

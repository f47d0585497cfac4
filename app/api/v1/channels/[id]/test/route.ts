import { defineRoute, serve } from "#lib/http/index.ts";
import * as outgoing from "#lib/outgoing/index.ts";
import { outgoingSource } from "../../../../../outgoingSource.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/channels/{id}/test",
    role: "admin",
    summary: "Send a channel a notification that says it is a test, now",
    params: outgoing.channelIdSchema,
    response: outgoing.channelTestSchema,
    // What is sent must be committed before it is, and an answer may take its time.
    transaction: false,
    handler: ({ app, author, params }) =>
      outgoing.testChannel(outgoingSource(app), author, { id: params.id, rng: Math.random }),
  }),
);

import { defineRoute, serve } from "#lib/http/index.ts";
import * as outgoing from "#lib/outgoing/index.ts";
import { sealKey } from "../../../../outgoingSource.ts";

const shared = {
  path: "/api/v1/channels/{id}",
  role: "admin",
  params: outgoing.channelIdSchema,
  response: outgoing.channelSchema,
} as const;

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    ...shared,
    method: "PATCH",
    summary: "Change what is named of a channel",
    body: outgoing.channelChangeSchema,
    handler: ({ db, author, params, body }) =>
      outgoing.changeChannel(db, author, { id: params.id, change: body, sealKey: sealKey() }),
  }),
  defineRoute({
    ...shared,
    method: "DELETE",
    summary: "Remove a channel; what it still waits to send is given up",
    handler: ({ db, author, params }) => outgoing.retireChannel(db, author, params.id),
  }),
);

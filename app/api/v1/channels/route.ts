import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import * as outgoing from "#lib/outgoing/index.ts";
import { sealKey } from "../../../outgoingSource.ts";

const path = "/api/v1/channels";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "Every channel of notifications, with what became of what was last sent",
    response: outgoing.channelListSchema,
    handler: async ({ db, nowMs }) => ok(await outgoing.listChannels(db, { nowMs, sealKey: sealKey() })),
  }),
  defineRoute({
    method: "POST",
    path,
    role: "admin",
    summary: "Make a channel; a secret that is made for it is shown this once",
    body: outgoing.newChannelSchema,
    response: outgoing.createdChannelSchema,
    status: 201,
    rememberAs: (channel) => ({ ...channel, secret: null }),
    handler: ({ db, author, body }) => outgoing.createChannel(db, author, { body, sealKey: sealKey() }),
  }),
);

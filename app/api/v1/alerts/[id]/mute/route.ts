import * as alerts from "#lib/alerts/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/alerts/{id}/mute",
    role: "operator",
    summary: "Send nothing about an open alert for a time",
    params: alerts.alertIdSchema,
    body: alerts.muteSchema,
    response: alerts.alertSchema,
    handler: ({ db, author, params, body }) =>
      alerts.muteAlert(db, author, { id: params.id, minutes: body.minutes, reason: body.reason }),
  }),
);

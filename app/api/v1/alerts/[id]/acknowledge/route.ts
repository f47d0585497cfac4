import * as alerts from "#lib/alerts/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/alerts/{id}/acknowledge",
    role: "operator",
    summary: "Say that an open alert is seen and looked after",
    params: alerts.alertIdSchema,
    body: alerts.acknowledgeSchema,
    mayBeEmpty: true,
    response: alerts.alertSchema,
    handler: ({ db, author, params, body }) =>
      alerts.acknowledgeAlert(db, author, { id: params.id, note: body.note }),
  }),
);

import { settingBodySchema, settingPreviewSchema } from "#lib/fleet/index.ts";
import { previewFleetSetting } from "#lib/hotness/fleet/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/settings/preview",
    isHeavy: true,
    role: "viewer",
    summary: "Which pools a changed setting would re-classify; nothing is stored",
    body: settingBodySchema,
    response: settingPreviewSchema,
    transaction: false,
    handler: ({ app, body, nowMs }) => previewFleetSetting(app, body, nowMs),
  }),
);

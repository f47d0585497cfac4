import { z } from "zod";
import { ok } from "#lib/core/index.ts";
import { defineRoute, renderMetrics, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/metrics",
    role: "viewer",
    summary: "Prometheus exposition of the app itself",
    response: z.strictObject({ contentType: z.string(), text: z.string() }),
    answerType: "text/plain",
    renderAs: (exposition) => exposition,
    handler: async () => ok(await renderMetrics()),
  }),
);

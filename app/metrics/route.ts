import { z } from "zod";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { renderMetrics } from "./stateGauges.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/metrics",
    role: "viewer",
    needsWholeFleet: true,
    summary: "Prometheus exposition of this process, and of the state of the fleet",
    response: z.strictObject({ contentType: z.string(), text: z.string() }),
    answerType: "text/plain",
    renderAs: (exposition) => exposition,
    handler: async ({ app }) => ok(await renderMetrics(app)),
  }),
);

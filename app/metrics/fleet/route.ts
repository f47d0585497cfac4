import { z } from "zod";
import { ok } from "#lib/core/index.ts";
import { defineRoute, expositionForm, renderExposition, serve, writtenJson } from "#lib/http/index.ts";
import { fleetFamilies, readFleetMetrics } from "#lib/reports/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/metrics/fleet",
    isHeavy: true,
    role: "viewer",
    summary: "The fleet for Prometheus: hot-node P95, limits, states, what is hot now",
    description: "OpenMetrics, or /metrics/fleet.json's rows, by Accept. What has no data is left out.",
    query: z.strictObject({ region: z.string().max(200).optional() }),
    response: z.string(),
    answerType: ["text/plain", "application/openmetrics-text", "application/json"],
    handler: async ({ app, db, query, headers, nowMs, reply }) => {
      reply.header("vary", "Accept");
      const read = await readFleetMetrics(app, db, { region: query.region, nowMs });
      const form = expositionForm(headers.get("accept"));
      if (form === "application/json") return ok(await writtenJson(read.rows));
      return ok(await renderExposition(fleetFamilies(read), form));
    },
  }),
);

import { z } from "zod";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { fleetRowsSchema, fleetRowTable, readFleetMetrics } from "#lib/reports/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/metrics/fleet.json",
    isHeavy: true,
    role: "viewer",
    summary: "The fleet as flat rows, one a pool, for dashboards that read JSON",
    query: z.strictObject({ region: z.string().max(200).optional() }),
    response: fleetRowsSchema,
    csv: fleetRowTable,
    handler: async ({ app, db, query, nowMs }) =>
      ok((await readFleetMetrics(app, db, { region: query.region, nowMs })).rows),
  }),
);

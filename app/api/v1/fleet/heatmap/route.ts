import { heatmapAnswerSchema, heatmapTable } from "#lib/hotness/fleet/heatmapAnswer.ts";
import { getHeatmap, heatmapQuerySchema } from "#lib/hotness/fleet/queries.ts";
import { writeHeatmap } from "#lib/hotness/fleet/writeHeatmap.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/fleet/heatmap",
    isHeavy: true,
    role: "viewer",
    summary: "Pools by time: the max of hot, the P95 of it, or the mean of the average, a cell a step",
    query: heatmapQuerySchema,
    response: heatmapAnswerSchema,
    csv: heatmapTable,
    writeJson: writeHeatmap,
    handler: ({ app, query, nowMs }) => getHeatmap(app, query, nowMs),
  }),
);

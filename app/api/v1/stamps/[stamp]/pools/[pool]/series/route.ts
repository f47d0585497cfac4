import { z } from "zod";
import { parseWindow, windowFields } from "#lib/hotness/index.ts";
import { readPoolSeries } from "#lib/hotness/series/queries.ts";
import { poolSeriesSchema, seriesTable } from "#lib/hotness/series/seriesAnswer.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/stamps/{stamp}/pools/{pool}/series",
    isHeavy: true,
    role: "viewer",
    summary: "One pool, minute by minute; gaps are nulls",
    params: pathParams("stamp", "pool"),
    query: z.strictObject(windowFields),
    response: poolSeriesSchema,
    csv: seriesTable,
    handler: async ({ app, params, query, nowMs }) => {
      const request = parseWindow(query);
      return request.ok ? await readPoolSeries(app, { ...params, request: request.value, nowMs }) : request;
    },
  }),
);

import { z } from "zod";
import { parseWindow, windowFields } from "#lib/hotness/index.ts";
import { readPoolNodes } from "#lib/hotness/series/queries.ts";
import { nodesTable, poolNodesSchema } from "#lib/hotness/series/seriesAnswer.ts";
import { defineRoute, pathParams, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/stamps/{stamp}/pools/{pool}/nodes",
    isHeavy: true,
    role: "viewer",
    summary: "Every node of one pool, minute by minute",
    params: pathParams("stamp", "pool"),
    query: z.strictObject(windowFields),
    response: poolNodesSchema,
    csv: nodesTable,
    handler: async ({ app, params, query, nowMs }) => {
      const request = parseWindow(query);
      return request.ok ? await readPoolNodes(app, { ...params, request: request.value, nowMs }) : request;
    },
  }),
);

import { z } from "zod";
import { ok } from "#lib/core/index.ts";
import { signalBodySchema } from "#lib/fleet/index.ts";
import {
  type AnyRoute,
  defineRoute,
  describeApi,
  type OpenApiDocument,
  renderDocs,
} from "#lib/http/index.ts";
import { otherRoutes } from "./routes.ts";

let described: OpenApiDocument | null = null;

/** The description of every route there is, these two with it. Made once: it takes a second, and never changes. */
export function describeAllRoutes(): OpenApiDocument {
  described ??= describeApi(allRoutes(), { Signal: signalBodySchema });
  return described;
}

export function allRoutes(): readonly AnyRoute[] {
  return [...otherRoutes, openApiRoute.route, docsRoute.route];
}

export const openApiRoute = defineRoute({
  method: "GET",
  path: "/api/openapi.json",
  role: "viewer",
  summary: "This description, OpenAPI 3.1",
  response: z.record(z.string(), z.unknown()),
  handler: async () => ok(describeAllRoutes()),
});

export const docsRoute = defineRoute({
  method: "GET",
  path: "/api/docs",
  role: "viewer",
  summary: "This description as a page",
  response: z.string(),
  answerType: "text/html",
  renderAs: (text) => ({ contentType: "text/html; charset=utf-8", text }),
  handler: async ({ reply }) => {
    // The page holds text alone: nothing that got into it could run, load or be framed.
    reply.header(
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    return ok(renderDocs(describeAllRoutes()));
  },
});

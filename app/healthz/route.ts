import { z } from "zod";
import { ok } from "#lib/core/index.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/healthz",
    role: "open",
    summary: "Whether this process is alive",
    response: z.strictObject({ alive: z.literal(true) }),
    handler: async () => ok({ alive: true as const }),
  }),
);

import { z } from "zod";
import { defineRoute, serve } from "#lib/http/index.ts";
import * as imports from "#lib/imports/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/imports/{id}/parts",
    role: "admin",
    summary: "Bring in the next part of a file",
    description:
      "Up to 32 MiB, unpacked, cut anywhere: what is not a whole row yet, or of a minute that may go on, is not taken, and " +
      "`position` says where the next part begins. 409 says so too where a part begins elsewhere. Send a part again " +
      "whenever its answer did not come.",
    params: imports.sessionIdSchema,
    query: imports.partQuerySchema,
    body: z.instanceof(Uint8Array),
    bodyForm: "bytes",
    bodyLimitBytes: imports.MAX_PART_BYTES,
    response: imports.sessionSchema,
    transaction: false,
    handler: ({ app, author, params, query, body }) =>
      imports.takeSessionPart(app, author, { id: params.id, query, bytes: body }),
  }),
);

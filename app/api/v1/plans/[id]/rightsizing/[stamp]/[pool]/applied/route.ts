import { appliedBodySchema, rightSizingParams, sizeRecordedSchema } from "#lib/execution/index.ts";
import { findSize, recordSize } from "#lib/execution/rightSizing/commands.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/plans/{id}/rightsizing/{stamp}/{pool}/applied",
    role: "operator",
    summary:
      "Record that a pool's minimum was changed: the inventory says so, and it is verified when its time has run",
    params: rightSizingParams,
    body: appliedBodySchema,
    response: sizeRecordedSchema,
    prepare: ({ app, params: { id, stamp, pool }, nowMs }) =>
      findSize(app, { key: { id }, stamp, pool }, nowMs),
    handler: ({ db, author, body: { reference, instances } }, size) =>
      recordSize(db, author, { size, reference, instances }),
  }),
);

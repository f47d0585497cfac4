import { ok } from "#lib/core/index.ts";
import * as fleet from "#lib/fleet/index.ts";
import { defineRoute, intakeReportSchema, serve } from "#lib/http/index.ts";

const path = "/api/v1/signals";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "viewer",
    summary: "Signals, the newest first",
    query: fleet.signalQuerySchema,
    response: fleet.signalPageSchema,
    csv: fleet.signalTable,
    handler: async ({ db, query }) => ok(await fleet.listSignals(db, query)),
  }),
  defineRoute({
    method: "POST",
    path,
    role: "ingest_or_operator",
    summary: "Report signals; the same key again says what has become of one",
    body: fleet.signalsBodySchema,
    bodyLimitBytes: 8 * 1_048_576,
    response: intakeReportSchema,
    handler: async ({ db, author, body }) => ok(await fleet.reportSignals(db, author, body.signals)),
  }),
);

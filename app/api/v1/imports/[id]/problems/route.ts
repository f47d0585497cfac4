import { defineRoute, serve } from "#lib/http/index.ts";
import { problemListSchema, readProblems, sessionIdSchema } from "#lib/imports/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/imports/{id}/problems",
    role: "viewer",
    summary: "What of a file was not stored, line by line: the first 100,000",
    params: sessionIdSchema,
    response: problemListSchema,
    csv: ({ problems }) => ({
      columns: ["line", "column", "value", "code", "message"],
      rows: problems.map(({ line, column, value, code, message }) => [line, column, value, code, message]),
    }),
    handler: ({ db, params }) => readProblems(db, params.id),
  }),
);

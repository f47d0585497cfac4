import { ok } from "#lib/core/index.ts";
import { calendarQuerySchema, calendarSchema } from "#lib/execution/calendar/calendarAnswer.ts";
import { readCalendar } from "#lib/execution/calendar/queries.ts";
import { defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path: "/api/v1/calendar",
    isHeavy: true,
    role: "viewer",
    summary: "Running and scheduled phases, freezes and deployments, with what is in each other's way",
    description:
      "Not paged. Phases that have not begun stand where their plan's schedule puts them, at the earliest.",
    query: calendarQuerySchema,
    response: calendarSchema,
    handler: async ({ db, query, nowMs }) => ok(await readCalendar(db, query, nowMs)),
  }),
);

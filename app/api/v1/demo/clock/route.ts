import { advanceDemoClock } from "#lib/demo/clock/commands.ts";
import { advanceClockBodySchema, demoClockSchema } from "#lib/demo/clock/demoClockAnswer.ts";
import { defineRoute, serve } from "#lib/http/index.ts";
import { watchAll } from "../../../../watchAll.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/demo/clock",
    role: "operator",
    needsWholeFleet: true,
    summary: "Put the demo's clock forward",
    description:
      "Renders and stores the samples of the time between, from the homes as they are, and looks after running plans, alerts and results on the way. 404 where the fleet is not the demo's. Takes seconds for each day.",
    body: advanceClockBodySchema,
    response: demoClockSchema,
    transaction: false,
    handler: ({ app, author, body, signal }) =>
      advanceDemoClock(app, {
        author,
        by: body,
        watch: (nowMs) => watchAll(app, nowMs),
        signal,
      }),
  }),
);

export { type AppContext, appContext, installAppContext } from "./appContext.ts";
export { isSameOrigin, readCookie, SESSION_COOKIE, sessionCookie } from "./credentials.ts";
export { type CsvCell, type CsvTable, writeCsv } from "./csv.ts";
export { defineRoute } from "./defineRoute.ts";
export { defineTelemetryRoute, intakeReportSchema } from "./defineTelemetryRoute.ts";
export { renderMetrics } from "./metrics.ts";
export { describeApi, type OpenApiDocument } from "./openApi.ts";
export { pathParams } from "./pathParams.ts";
export { renderDocs } from "./renderDocs.ts";
export type { AnyRoute, HandlerContext, RouteFunction } from "./routeDefinition.ts";
export { serve, serveNothing } from "./serve.ts";
export { signIn, signInSchema, signOut, whoAmI } from "./session.ts";
export {
  cpuSamples,
  loadSamples,
  outcomeSamples,
  packedCpuSamples,
  packedLoadSamples,
} from "./telemetryBodies.ts";
export { readinessSchema, whetherReady } from "./whetherReady.ts";

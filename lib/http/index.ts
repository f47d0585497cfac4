export type { AppContext } from "./appContext.ts";
export type { CsvCell, CsvTable } from "./csv.ts";
export { defineLongRoute } from "./defineLongRoute.ts";
export { defineRoute } from "./defineRoute.ts";
export { defineTelemetryRoute, intakeReportSchema } from "./defineTelemetryRoute.ts";
export { renderMetrics } from "./metrics.ts";
export { describeApi, type OpenApiDocument } from "./openApi.ts";
export { pathParams } from "./pathParams.ts";
export { renderDocs } from "./renderDocs.ts";
export type { AnyRoute, HandlerContext, RouteFunction } from "./routeDefinition.ts";
export { serve, serveNothing } from "./serve.ts";
export { setSessionCookie, signIn, signInSchema, signOut, whoAmI } from "./session.ts";
export {
  cpuSamples,
  loadSamples,
  outcomeSamples,
  packedCpuSamples,
  packedLoadSamples,
} from "./telemetryBodies.ts";
export { readinessSchema, whetherReady } from "./whetherReady.ts";

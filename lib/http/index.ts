export { accessLogSamples } from "./accessLogBody.ts";
export type { AppContext } from "./appContext.ts";
export type { CsvCell, CsvTable } from "./csv.ts";
export { defineLongRoute } from "./defineLongRoute.ts";
export { defineRoute } from "./defineRoute.ts";
export { defineTelemetryRoute, intakeReportSchema } from "./defineTelemetryRoute.ts";
export { expositionForm, renderExposition } from "./exposition.ts";
export { writtenJson } from "./jsonPieces.ts";
export { describeApi, type OpenApiDocument } from "./openApi.ts";
export { otlpMetrics } from "./otlpBody.ts";
export { pathParams } from "./pathParams.ts";
export {
  beginSecondFactor,
  changeOwnPassword,
  confirmSecondFactor,
  endOtherSessions,
  endOwnSession,
  endSecondFactor,
  makeBackupCodes,
  ownAccount,
} from "./people/account.ts";
export {
  editPerson,
  givePassword,
  makePerson,
  signPersonOut,
  takeSecondFactor,
} from "./people/administer.ts";
export {
  finishOidc,
  oidcCallbackSchema,
  oidcStartedSchema,
  oidcStartSchema,
  redirectSchema,
  startOidc,
} from "./people/oidc.ts";
export { signInWithNewPassword, signInWithPassword, signInWithSecondFactor } from "./people/signIn.ts";
export { prometheusWrite } from "./prometheusBody.ts";
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
export { tryMapping } from "./tryMapping.ts";
export { readinessSchema, whetherReady } from "./whetherReady.ts";
export { Written } from "./written.ts";

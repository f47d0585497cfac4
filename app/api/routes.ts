import type { AnyRoute } from "#lib/http/index.ts";
import * as healthz from "../healthz/route.ts";
import * as fleetMetrics from "../metrics/fleet/route.ts";
import * as fleetRows from "../metrics/fleet.json/route.ts";
import * as metrics from "../metrics/route.ts";
import * as readyz from "../readyz/route.ts";
import { isRouteFunction } from "./isRouteFunction.ts";
import * as accountPassword from "./v1/account/password/route.ts";
import * as account from "./v1/account/route.ts";
import * as accountBackupCodes from "./v1/account/second-factor/backup-codes/route.ts";
import * as accountConfirm from "./v1/account/second-factor/confirm/route.ts";
import * as accountSecondFactor from "./v1/account/second-factor/route.ts";
import * as accountSession from "./v1/account/sessions/[id]/route.ts";
import * as accountSessions from "./v1/account/sessions/route.ts";
import * as accuracy from "./v1/accuracy/route.ts";
import * as alertRule from "./v1/alert-rules/[id]/route.ts";
import * as alertRules from "./v1/alert-rules/route.ts";
import * as alertAcknowledge from "./v1/alerts/[id]/acknowledge/route.ts";
import * as alertMute from "./v1/alerts/[id]/mute/route.ts";
import * as alerts from "./v1/alerts/route.ts";
import * as audit from "./v1/audit/route.ts";
import * as auditVerification from "./v1/audit/verification/route.ts";
import * as auditVerify from "./v1/audit/verify/route.ts";
import * as backfillCancel from "./v1/backfills/[id]/cancel/route.ts";
import * as backfillResume from "./v1/backfills/[id]/resume/route.ts";
import * as calendar from "./v1/calendar/route.ts";
import * as channel from "./v1/channels/[id]/route.ts";
import * as channelTest from "./v1/channels/[id]/test/route.ts";
import * as channels from "./v1/channels/route.ts";
import * as constraints from "./v1/constraints/route.ts";
import * as controlRequests from "./v1/control/requests/route.ts";
import * as dataHealth from "./v1/data-health/route.ts";
import * as demoClock from "./v1/demo/clock/route.ts";
import * as demoPerson from "./v1/demo/person/route.ts";
import * as fleetHeatmap from "./v1/fleet/heatmap/route.ts";
import * as fleet from "./v1/fleet/route.ts";
import * as freeze from "./v1/freeze/route.ts";
import * as importCancel from "./v1/imports/[id]/cancel/route.ts";
import * as importParts from "./v1/imports/[id]/parts/route.ts";
import * as importProblems from "./v1/imports/[id]/problems/route.ts";
import * as importResume from "./v1/imports/[id]/resume/route.ts";
import * as importSession from "./v1/imports/[id]/route.ts";
import * as importPreview from "./v1/imports/preview/route.ts";
import * as imports from "./v1/imports/route.ts";
import * as inventory from "./v1/inventory/route.ts";
import * as otlpMetrics from "./v1/otlp/v1/metrics/route.ts";
import * as personPassword from "./v1/people/[id]/password/route.ts";
import * as person from "./v1/people/[id]/route.ts";
import * as personSecondFactor from "./v1/people/[id]/second-factor/route.ts";
import * as personSessions from "./v1/people/[id]/sessions/route.ts";
import * as people from "./v1/people/route.ts";
import * as planAbort from "./v1/plans/[id]/abort/route.ts";
import * as planApprove from "./v1/plans/[id]/approve/route.ts";
import * as planComments from "./v1/plans/[id]/comments/route.ts";
import * as planEdits from "./v1/plans/[id]/edits/route.ts";
import * as planEvidence from "./v1/plans/[id]/evidence/route.ts";
import * as moveAsk from "./v1/plans/[id]/moves/[move]/ask/route.ts";
import * as moveBind from "./v1/plans/[id]/moves/[move]/bind/route.ts";
import * as moveDrained from "./v1/plans/[id]/moves/[move]/drained/route.ts";
import * as moveRevert from "./v1/plans/[id]/moves/[move]/revert/route.ts";
import * as moveSkip from "./v1/plans/[id]/moves/[move]/skip/route.ts";
import * as moveVerify from "./v1/plans/[id]/moves/[move]/verify/route.ts";
import * as planPause from "./v1/plans/[id]/pause/route.ts";
import * as phaseAccept from "./v1/plans/[id]/phases/[n]/accept/route.ts";
import * as phaseApprove from "./v1/plans/[id]/phases/[n]/approve/route.ts";
import * as phaseFail from "./v1/plans/[id]/phases/[n]/fail/route.ts";
import * as phaseRepeat from "./v1/plans/[id]/phases/[n]/repeat/route.ts";
import * as phaseRollback from "./v1/plans/[id]/phases/[n]/rollback/route.ts";
import * as phaseShorten from "./v1/plans/[id]/phases/[n]/shorten/route.ts";
import * as phaseStart from "./v1/plans/[id]/phases/[n]/start/route.ts";
import * as planReadings from "./v1/plans/[id]/readings/route.ts";
import * as planReject from "./v1/plans/[id]/reject/route.ts";
import * as planResult from "./v1/plans/[id]/result/route.ts";
import * as planResume from "./v1/plans/[id]/resume/route.ts";
import * as planSizeApplied from "./v1/plans/[id]/rightsizing/[stamp]/[pool]/applied/route.ts";
import * as planSizes from "./v1/plans/[id]/rightsizing/route.ts";
import * as planRollback from "./v1/plans/[id]/rollback/route.ts";
import * as plan from "./v1/plans/[id]/route.ts";
import * as planStampCreated from "./v1/plans/[id]/stamps/[stamp]/created/route.ts";
import * as planStart from "./v1/plans/[id]/start/route.ts";
import * as planSubmit from "./v1/plans/[id]/submit/route.ts";
import * as planVersions from "./v1/plans/[id]/versions/route.ts";
import * as planComparison from "./v1/plans/compare/route.ts";
import * as plans from "./v1/plans/route.ts";
import * as prometheusWrite from "./v1/prometheus/write/route.ts";
import * as proposal from "./v1/proposals/[id]/route.ts";
import * as proposals from "./v1/proposals/route.ts";
import * as pullBackfills from "./v1/pull-sources/[id]/backfills/route.ts";
import * as pullSource from "./v1/pull-sources/[id]/route.ts";
import * as pullPreview from "./v1/pull-sources/preview/route.ts";
import * as pullSources from "./v1/pull-sources/route.ts";
import * as regionRename from "./v1/regions/[region]/rename/route.ts";
import * as regionRetire from "./v1/regions/[region]/retire/route.ts";
import * as registryBindings from "./v1/registries/[registry]/bindings/route.ts";
import * as registryLoad from "./v1/registries/[registry]/load/route.ts";
import * as registryMerge from "./v1/registries/[registry]/merge/route.ts";
import * as registryRename from "./v1/registries/[registry]/rename/route.ts";
import * as registryRetire from "./v1/registries/[registry]/retire/route.ts";
import * as registries from "./v1/registries/route.ts";
import * as weeklyReport from "./v1/reports/weekly/route.ts";
import * as packedCpuSamples from "./v1/samples/cpu/packed/route.ts";
import * as cpuSamples from "./v1/samples/cpu/route.ts";
import * as accessLogSamples from "./v1/samples/load/access-log/route.ts";
import * as packedLoadSamples from "./v1/samples/load/packed/route.ts";
import * as loadSamples from "./v1/samples/load/route.ts";
import * as outcomeSamples from "./v1/samples/outcome/route.ts";
import * as search from "./v1/search/route.ts";
import * as session from "./v1/session/route.ts";
import * as settingPreview from "./v1/settings/preview/route.ts";
import * as settings from "./v1/settings/route.ts";
import * as signInCallback from "./v1/sign-in/callback/oidc/route.ts";
import * as signInNewPassword from "./v1/sign-in/new-password/route.ts";
import * as signInOidc from "./v1/sign-in/oidc/route.ts";
import * as signIn from "./v1/sign-in/route.ts";
import * as signInSecondFactor from "./v1/sign-in/second-factor/route.ts";
import * as signals from "./v1/signals/route.ts";
import * as simulations from "./v1/simulations/route.ts";
import * as suggestions from "./v1/simulations/suggestions/route.ts";
import * as sourcesPreview from "./v1/sources/preview/route.ts";
import * as sources from "./v1/sources/route.ts";
import * as stampContribution from "./v1/stamps/[stamp]/contribution/route.ts";
import * as stampMerge from "./v1/stamps/[stamp]/merge/route.ts";
import * as poolNodes from "./v1/stamps/[stamp]/pools/[pool]/nodes/route.ts";
import * as poolSeries from "./v1/stamps/[stamp]/pools/[pool]/series/route.ts";
import * as stampRename from "./v1/stamps/[stamp]/rename/route.ts";
import * as stampRetire from "./v1/stamps/[stamp]/retire/route.ts";
import * as tenantContribution from "./v1/tenants/[tenant]/contribution/route.ts";
import * as tenantRename from "./v1/tenants/[tenant]/rename/route.ts";
import * as token from "./v1/tokens/[id]/route.ts";
import * as tokenSessions from "./v1/tokens/[id]/sessions/route.ts";
import * as tokens from "./v1/tokens/route.ts";

/** Every route but the two that describe the others. A test walks the folders and fails when one is missing here. */
const modules: readonly object[] = [
  healthz,
  metrics,
  fleetMetrics,
  fleetRows,
  readyz,
  accessLogSamples,
  accuracy,
  alertAcknowledge,
  alertMute,
  alertRule,
  alertRules,
  alerts,
  audit,
  auditVerification,
  auditVerify,
  channel,
  channels,
  channelTest,
  constraints,
  controlRequests,
  dataHealth,
  fleet,
  fleetHeatmap,
  packedCpuSamples,
  packedLoadSamples,
  settingPreview,
  poolNodes,
  poolSeries,
  demoClock,
  demoPerson,
  freeze,
  backfillCancel,
  backfillResume,
  pullBackfills,
  pullPreview,
  pullSource,
  pullSources,
  importCancel,
  importParts,
  importPreview,
  importProblems,
  importResume,
  imports,
  importSession,
  inventory,
  proposal,
  proposals,
  plans,
  plan,
  planAbort,
  planApprove,
  planPause,
  planReject,
  planResume,
  planRollback,
  planStart,
  planSubmit,
  phaseAccept,
  phaseApprove,
  phaseFail,
  phaseRepeat,
  phaseRollback,
  phaseShorten,
  phaseStart,
  moveAsk,
  moveBind,
  moveDrained,
  moveRevert,
  moveSkip,
  moveVerify,
  planStampCreated,
  planEvidence,
  planReadings,
  planResult,
  planSizes,
  planSizeApplied,
  calendar,
  planComments,
  planComparison,
  planEdits,
  planVersions,
  regionRename,
  regionRetire,
  registries,
  registryBindings,
  registryLoad,
  registryMerge,
  registryRename,
  registryRetire,
  weeklyReport,
  cpuSamples,
  loadSamples,
  outcomeSamples,
  otlpMetrics,
  prometheusWrite,
  session,
  account,
  accountPassword,
  accountSecondFactor,
  accountConfirm,
  accountBackupCodes,
  accountSessions,
  accountSession,
  people,
  person,
  personPassword,
  personSessions,
  personSecondFactor,
  signIn,
  signInSecondFactor,
  signInNewPassword,
  signInOidc,
  signInCallback,
  search,
  settings,
  signals,
  simulations,
  sources,
  sourcesPreview,
  suggestions,
  stampContribution,
  stampMerge,
  stampRename,
  stampRetire,
  tenantContribution,
  tenantRename,
  token,
  tokenSessions,
  tokens,
];

export const otherRoutes: readonly AnyRoute[] = modules.flatMap((module) =>
  Object.values(module)
    .filter(isRouteFunction)
    .map((one) => one.route),
);

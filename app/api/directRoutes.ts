import type { RouteFunction } from "#lib/http/index.ts";
import * as fleetMetrics from "../metrics/fleet/route.ts";
import * as fleetRows from "../metrics/fleet.json/route.ts";
import { isRouteFunction } from "./isRouteFunction.ts";
import * as heatmap from "./v1/fleet/heatmap/route.ts";
import * as fleet from "./v1/fleet/route.ts";
import * as inventory from "./v1/inventory/route.ts";
import * as otlp from "./v1/otlp/v1/metrics/route.ts";
import * as prometheus from "./v1/prometheus/write/route.ts";
import * as packedCpu from "./v1/samples/cpu/packed/route.ts";
import * as cpu from "./v1/samples/cpu/route.ts";
import * as accessLog from "./v1/samples/load/access-log/route.ts";
import * as packedLoad from "./v1/samples/load/packed/route.ts";
import * as load from "./v1/samples/load/route.ts";
import * as outcome from "./v1/samples/outcome/route.ts";

const modules: readonly object[] = [
  cpu,
  packedCpu,
  load,
  packedLoad,
  accessLog,
  outcome,
  prometheus,
  otlp,
  heatmap,
  fleet,
  fleetMetrics,
  fleetRows,
  { GET: inventory.GET },
];

/**
 * The routes that the web server answers itself, past the framework (see lib/cli/serveApp.ts): those by which samples come
 * in, called thousands of times a second, and what tells the whole fleet, whose megabytes the framework would take longer to
 * compress than they take to be made. Their paths have no parameters.
 */
export const directRoutes: readonly RouteFunction[] = modules.flatMap((module) =>
  Object.values(module).filter(isRouteFunction),
);

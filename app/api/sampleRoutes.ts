import type { RouteFunction } from "#lib/http/index.ts";
import { isRouteFunction } from "./isRouteFunction.ts";
import * as packedCpu from "./v1/samples/cpu/packed/route.ts";
import * as cpu from "./v1/samples/cpu/route.ts";
import * as packedLoad from "./v1/samples/load/packed/route.ts";
import * as load from "./v1/samples/load/route.ts";
import * as outcome from "./v1/samples/outcome/route.ts";

const modules: readonly object[] = [cpu, packedCpu, load, packedLoad, outcome];

/**
 * The routes that samples come in by: called so often that the web server hands their requests on itself (see
 * lib/cli/serveApp.ts). Their paths have no parameters.
 */
export const sampleRoutes: readonly RouteFunction[] = modules.flatMap((module) =>
  Object.values(module).filter(isRouteFunction),
);

import type { RouteFunction } from "#lib/http/index.ts";

/** Of what a route file exports, the functions that were made by the factory; the rest refuse a method. */
export function isRouteFunction(exported: unknown): exported is RouteFunction {
  return typeof exported === "function" && "route" in exported;
}

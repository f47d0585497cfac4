import { randomUUID } from "node:crypto";
import { problemResponse } from "./problem.ts";
import type { Method, RouteContext, RouteFunction } from "./routeDefinition.ts";

const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

type Answering = (request: Request, context: RouteContext) => Promise<Response>;

/**
 * What a route file exports: its methods, and for every other method a 405 that names those there are.
 * `export const { GET, POST, PUT, PATCH, DELETE } = serve(list, create);`
 */
export function serve(...functions: readonly RouteFunction[]): Readonly<Record<Method, Answering>> {
  const allow = functions.map((one) => one.route.method).join(", ");
  const refuse: Answering = async (request) =>
    problemResponse(
      {
        status: 405,
        detail: `${request.method} is not possible here: use ${allow}.`,
        headers: { allow },
      },
      randomUUID(),
    );
  const entries = METHODS.map((method) => [
    method,
    functions.find((one) => one.route.method === method) ?? refuse,
  ]);
  // Every method is a key: the entries are made from the list of all of them.
  return Object.fromEntries(entries) as Record<Method, Answering>;
}

/** For addresses of the API that are none: the answer is a problem as everywhere, and tells nothing to anyone. */
export function serveNothing(): Readonly<Record<Method, Answering>> {
  const answer: Answering = async (request) =>
    problemResponse(
      {
        status: 404,
        detail: `There is no ${new URL(request.url).pathname}. GET /api/docs lists what there is.`,
      },
      randomUUID(),
    );
  return { GET: answer, POST: answer, PUT: answer, PATCH: answer, DELETE: answer };
}

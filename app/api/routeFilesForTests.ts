import { globSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { AnyRoute, RouteContext } from "#lib/http/routeDefinition.ts";

const APP = join(import.meta.dirname, "..");

type Answering = (request: Request, context: RouteContext) => Promise<Response>;

/** One route.ts under app, as Next would find it: its address, and what it exports. */
export interface RouteFile {
  readonly file: string;
  /** `/api/v1/stamps/{stamp}` */
  readonly path: string;
  readonly exports: Readonly<Record<string, unknown>>;
}

export async function loadRouteFiles(): Promise<readonly RouteFile[]> {
  const files = globSync("**/route.ts", { cwd: APP }).toSorted();
  return await Promise.all(
    files.map(async (file) => ({
      file: join(APP, file),
      path: pathOf(file),
      exports: (await import(join(APP, file))) as Readonly<Record<string, unknown>>,
    })),
  );
}

/** Every route, as it is found in what the files export and nowhere else. */
export async function routesInFiles(): Promise<readonly AnyRoute[]> {
  return (await loadRouteFiles()).flatMap(routesOf);
}

/** The routes of one file. */
export function routesOf(file: RouteFile): readonly AnyRoute[] {
  return Object.values(file.exports).flatMap((exported) =>
    typeof exported === "function" && "route" in exported ? [exported.route as AnyRoute] : [],
  );
}

function pathOf(file: string): string {
  const parts = relative(".", file).split(sep).slice(0, -1);
  const shown = parts.filter((part) => !part.startsWith("("));
  return `/${shown.map((part) => part.replace(/^\[(.*)\]$/, "{$1}")).join("/")}`;
}

/** Sends a request to the route file that Next would choose: fixed names before variable ones. */
export async function dispatch(files: readonly RouteFile[], request: Request): Promise<Response> {
  const parts = new URL(request.url).pathname.replace(/\.csv$/, "").split("/");
  const found = files
    .map((file) => ({ file, params: match(file.path.split("/"), parts) }))
    .filter(({ params }) => params !== null)
    .toSorted((a, b) => Object.keys(a.params ?? {}).length - Object.keys(b.params ?? {}).length)[0];
  const handler = found?.file.exports[request.method];
  if (!found || typeof handler !== "function") return new Response(null, { status: 404 });
  return await (handler as Answering)(request, { params: Promise.resolve(found.params ?? {}) });
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const part = parts[index] ?? "";
    if (wanted.startsWith("{")) params[wanted.slice(1, -1)] = decodeURIComponent(part);
    else if (wanted !== part) return null;
  }
  return params;
}

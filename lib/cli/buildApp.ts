import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError } from "./commandError.ts";
import { startProgress } from "./progress.ts";
import { PROJECT_ROOT } from "./projectRoot.ts";

/** Everything that a build reads. Commands, measurements and tests are not part of it. */
const SOURCES = [
  "app",
  "lib",
  "public",
  "prisma/schema.prisma",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.js",
  "postcss.config.js",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];
const NOT_BUILT = /^(lib\/(cli|bench)\/|lib\/db\/generated\/)|\.test\.tsx?$|\.md$/;

const BUILD_FOLDER = join(PROJECT_ROOT, ".next");
/** Written when a build is complete; holds the hash of the sources it was made from. */
const STAMP = join(BUILD_FOLDER, "ballast-sources");

/** Whether the last complete build was made from the sources as they are. */
export function isBuilt(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === hashSources();
}

/** Builds the pages unless the last complete build was made from the very same sources. */
export async function buildApp(): Promise<void> {
  const sources = hashSources();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === sources) return;
  rmSync(STAMP, { force: true });
  const progress = startProgress("Building the pages");
  const { code, said } = await runNextBuild();
  progress.end(code === 0);
  if (code !== 0) {
    process.stderr.write(said);
    throw new CommandError("building the pages failed: see above");
  }
  writeFileSync(STAMP, sources);
}

async function runNextBuild(): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, "node_modules/next/dist/bin/next"), "build"], {
    cwd: PROJECT_ROOT,
    env: {
      ...process.env,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      NEXT_IGNORE_INCORRECT_LOCKFILE: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => said.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const stop = (): void => {
    child.kill("SIGTERM");
  };
  process.once("exit", stop);
  const code = await new Promise<number | null>((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  });
  process.off("exit", stop);
  return { code, said: Buffer.concat(said).toString("utf8") };
}

function hashSources(): string {
  const hash = createHash("sha256").update(process.version);
  for (const source of SOURCES) {
    const path = join(PROJECT_ROOT, source);
    const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
    const files = isFolder ? filesUnder(source) : existsSync(path) ? [source] : [];
    for (const file of files)
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(PROJECT_ROOT, file)))
        .update("\0");
  }
  return hash.digest("hex");
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(PROJECT_ROOT.length + 1))
    .filter((path) => !NOT_BUILT.test(path))
    .sort();
}

// The entry of every npm script. Runs on Node 18 or newer, on a clone where nothing is installed yet: brings the
// dependencies and the generated database client up to date, then runs lib/cli/<command>.ts on the pinned Node 24.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const binaries = join(root, "node_modules", ".bin");
const pinnedNode = join(binaries, process.platform === "win32" ? "node.exe" : "node");
// What package.json runs by this file.
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const commands = Object.values(scripts).flatMap((script) => /bootstrap\.mjs (\w+)/.exec(script)?.[1] ?? []);

const environment = {
  ...process.env,
  PATH: `${binaries}${delimiter}${process.env.PATH ?? ""}`,
  NEXT_TELEMETRY_DISABLED: "1",
  CHECKPOINT_DISABLE: "1",
  // Prisma's CLI would download its native engine, which nothing here uses; any executable keeps it from trying.
  PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
  // TypeScript that was compiled for one start need not be for the next.
  NODE_COMPILE_CACHE:
    process.env.NODE_COMPILE_CACHE ?? join(root, "node_modules", ".cache", "ballast", "compiled"),
};

const [command = "", ...args] = process.argv.slice(2);
if (!commands.includes(command)) fail(`unknown command "${command}": one of ${commands.join(", ")}`);
if (!isInstalled()) install();
if (!isGenerated()) generate();
run();

/** Whether node_modules holds exactly what package-lock.json asks for, by npm's own record of what it installed. */
function isInstalled() {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record) || !existsSync(pinnedNode)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = present[path];
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}

function install() {
  say("Installing dependencies …");
  // npm names itself to its scripts, so the same npm installs, whatever else is on the PATH.
  const npm = process.env.npm_execpath;
  // `npm ci` refuses a lock file that lacks some other platform's optional package; this takes the very same versions
  // from it, and --no-save leaves it as it is.
  const options = ["install", "--no-save", "--include=dev", "--loglevel=error", "--no-audit", "--no-fund"];
  const [program, programArgs] = npm?.endsWith("js")
    ? [process.execPath, [npm, ...options]]
    : ["npm", options];
  step(program, programArgs, "installing the dependencies failed: see above, then start again");
  if (!existsSync(pinnedNode)) {
    fail("npm did not install Node 24 (its install script was kept from running): npm rebuild node");
  }
}

/** The client is made from schema.prisma by the installed Prisma; made anew when either changed. */
function generationKey() {
  const hash = createHash("sha256").update(readFileSync(join(root, "prisma", "schema.prisma")));
  return hash.update(readFileSync(join(root, "node_modules", "prisma", "package.json"))).digest("hex");
}

function isGenerated() {
  const stamp = join(root, "node_modules", ".cache", "ballast", "generated");
  if (!existsSync(join(root, "lib", "db", "generated", "client.ts")) || !existsSync(stamp)) return false;
  return readFileSync(stamp, "utf8") === generationKey();
}

function generate() {
  say("Generating the database client …");
  const cli = join(root, "node_modules", "prisma", "build", "index.js");
  step(pinnedNode, [cli, "generate", "--no-hints"], "generating the database client failed: see above", true);
  const cache = join(root, "node_modules", ".cache", "ballast");
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, "generated"), generationKey());
}

/** Standard output belongs to the command alone, so what the steps say goes to standard error. */
function step(program, programArgs, failure, quiet = false) {
  const result = spawnSync(program, programArgs, {
    cwd: root,
    env: environment,
    stdio: ["ignore", quiet ? "pipe" : 2, quiet ? "pipe" : 2],
  });
  if (result.status === 0) return;
  if (quiet) process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
  fail(failure);
}

function run() {
  const child = spawn(pinnedNode, [join(root, "lib", "cli", `${command}.ts`), ...args], {
    env: environment,
    stdio: "inherit",
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm that was killed passes nothing on: without it there is nobody to stop the command any more.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 1_000).unref();
  }
  child.on("error", (error) => fail(`cannot run ${pinnedNode}: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    // Ended by a signal: end the same way, so that the caller sees it.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function fail(text) {
  say(`ballast: ${text}`);
  process.exit(1);
}

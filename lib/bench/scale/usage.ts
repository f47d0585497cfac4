import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { type ProcessStat, parseProportional, parseStat, treeOf } from "./processStat.ts";

/** What the application's processes and PostgreSQL's have taken so far, and hold now. */
export interface Usage {
  readonly atMs: number;
  readonly appCpuSeconds: number;
  readonly databaseCpuSeconds: number;
  readonly appBytes: number;
  readonly databaseBytes: number;
}

const ticksPerSecond = Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));

/** Of the process that was started and all below it; PostgreSQL's are told by their name. Linux alone has /proc. */
export function readUsage(root: number): Usage {
  const tree = treeOf(root, readStats());
  const database = tree.filter(({ name }) => name.startsWith("postgres"));
  const app = tree.filter((one) => !database.includes(one));
  return {
    atMs: performance.now(),
    appCpuSeconds: cpuSecondsOf(app),
    databaseCpuSeconds: cpuSecondsOf(database),
    appBytes: bytesOf(app),
    databaseBytes: bytesOf(database),
  };
}

/** What was taken between two looks, in seconds, and as a share of all processors. */
export function usedBetween(before: Usage, after: Usage) {
  const seconds = (after.atMs - before.atMs) / 1_000;
  const app = after.appCpuSeconds - before.appCpuSeconds;
  const database = after.databaseCpuSeconds - before.databaseCpuSeconds;
  return { seconds, app, database, share: (app + database) / seconds / availableParallelism() };
}

function readStats(): ProcessStat[] {
  const numbers = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return numbers.flatMap((pid) => {
    const line = readOrNull(`/proc/${pid}/stat`);
    return line === null ? [] : [parseStat(line)];
  });
}

function cpuSecondsOf(processes: readonly ProcessStat[]): number {
  return processes.reduce((sum, { ticks }) => sum + ticks, 0) / ticksPerSecond;
}

function bytesOf(processes: readonly ProcessStat[]): number {
  return processes.reduce(
    (sum, { pid }) => sum + (parseProportional(readOrNull(`/proc/${pid}/smaps_rollup`) ?? "") ?? 0),
    0,
  );
}

/** A process may end between being listed and being read. */
function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

import { readFileSync } from "node:fs";

/** The most memory that this process has held, MiB. On Linux by its own account: getrusage begins with what its parent held. */
export function mostHeldMebibytes(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1_024;
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(kibibytes) / 1_024;
}

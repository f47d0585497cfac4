import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findDebianProgram } from "#lib/cli/debianPrograms.ts";
import { freePort } from "#lib/db/launchPostgres.ts";

/** The real ones, both of Debian's package `prometheus`; null where it neither is installed nor can be had. */
export const PROMETHEUS = findDebianProgram("prometheus");
export const PROMTOOL = findDebianProgram("promtool");

/** A Prometheus that scrapes nothing and knows a history. */
export interface HistoricPrometheus {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Debian's Prometheus over this history, in the OpenMetrics text form. */
export async function startHistoric(openMetrics: string): Promise<HistoricPrometheus> {
  if (PROMETHEUS === null || PROMTOOL === null) throw new Error("it is not here");
  const folder = mkdtempSync(join(tmpdir(), "ballast-pulled-"));
  const data = join(folder, "data");
  writeFileSync(join(folder, "history.txt"), openMetrics);
  writeFileSync(join(folder, "prometheus.yml"), "{}");
  execFileSync(PROMTOOL, [
    "tsdb",
    "create-blocks-from",
    "openmetrics",
    "-q",
    join(folder, "history.txt"),
    data,
  ]);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let running: ChildProcess | null = null;
  const start = async () => {
    running = spawn(
      PROMETHEUS,
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${data}`,
        "--storage.tsdb.retention.time=100y",
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      { stdio: "ignore" },
    );
    // Until it answers: nothing else tells that it is ready.
    const isReady = () =>
      fetch(`${url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await isReady())) {
      if (running.exitCode !== null) throw new Error(`Prometheus ended with ${running.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const stop = async () => {
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, "exit");
    running.kill("SIGTERM");
    await ended;
  };
  await start();
  return {
    url,
    start,
    stop,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

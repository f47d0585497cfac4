import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../db/launchPostgres.ts";

export interface Receiver {
  readonly url: string;
  stop(): Promise<void>;
}

/** A Prometheus that takes remote write, on a folder of its own that is thrown away at the end. */
export async function startReceiver(program: string): Promise<Receiver> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-receiver-"));
  const address = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(folder, "prometheus.yml"), "{}");
  const child = spawn(
    program,
    [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=${address}`,
      "--web.enable-remote-write-receiver",
    ],
    { stdio: "ignore" },
  );
  const ended = once(child, "exit");
  for (let tries = 0; tries < 300; tries++) {
    const ready = await fetch(`http://${address}/-/ready`).catch(() => null);
    if (ready?.ok === true) break;
    await pause(100);
  }
  return {
    url: `http://${address}/api/v1/write`,
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

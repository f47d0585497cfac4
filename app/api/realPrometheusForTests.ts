import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { findDebianProgram } from "#lib/cli/debianPrograms.ts";
import { freePort } from "#lib/db/launchPostgres.ts";

/** A Prometheus that scrapes a node exporter, both as Debian has them. */
export interface RealPrometheus {
  /** Raw points of every series of a selector, by its labels. */
  points(selector: string): Promise<readonly PromSeries[]>;
  /** No more scrapes that succeed. */
  stopExporter(): Promise<void>;
  close(): Promise<void>;
}

export interface PromSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [tsMs: number, value: number])[];
}

const answerSchema = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

export const SENDERS = {
  prometheus: findDebianProgram("prometheus"),
  exporter: findDebianProgram("prometheus-node-exporter"),
};

export interface PrometheusOptions {
  readonly writeUrl: string;
  readonly token: string;
  /** Each is the one exporter under another name. */
  readonly instances: readonly string[];
  readonly place: Readonly<Record<string, string>>;
}

/**
 * Everything as it comes but for its pace: a scrape a second, small bodies, tries again soon. So a scrape comes in several
 * bodies, by several connections.
 */
function configOf({ writeUrl, token, instances, place }: PrometheusOptions, exporter: string): string {
  return JSON.stringify({
    global: { scrape_interval: "1s", scrape_timeout: "1s" },
    scrape_configs: [
      {
        job_name: "node",
        static_configs: instances.map((instance) => ({
          targets: [exporter],
          labels: { ...place, instance },
        })),
      },
    ],
    remote_write: [
      {
        url: writeUrl,
        authorization: { credentials: token },
        queue_config: {
          min_shards: 3,
          max_shards: 3,
          capacity: 500,
          max_samples_per_send: 150,
          batch_send_deadline: "300ms",
          min_backoff: "30ms",
          max_backoff: "300ms",
        },
      },
    ],
  });
}

export async function startPrometheus(options: PrometheusOptions): Promise<RealPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-prometheus-"));
  const exporterAddress = `127.0.0.1:${await freePort()}`;
  const address = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(folder, "prometheus.yml"), configOf(options, exporterAddress));
  const exporter = run(SENDERS.exporter, [
    `--web.listen-address=${exporterAddress}`,
    "--collector.disable-defaults",
    "--collector.cpu",
    "--collector.meminfo",
    "--collector.loadavg",
  ]);
  const prometheus = run(SENDERS.prometheus, [
    `--config.file=${join(folder, "prometheus.yml")}`,
    `--storage.tsdb.path=${join(folder, "data")}`,
    `--web.listen-address=${address}`,
  ]);
  return {
    points: async (selector) => {
      const url = `http://${address}/api/v1/query?${new URLSearchParams({ query: `${selector}[1h]` })}`;
      const { data } = answerSchema.parse(await (await fetch(url)).json());
      return data.result.map(({ metric, values }) => ({
        metric,
        points: values.map(([seconds, text]) => [Math.round(seconds * 1_000), Number(text)] as const),
      }));
    },
    stopExporter: () => end(exporter),
    close: async () => {
      await Promise.all([end(exporter), end(prometheus)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function run(program: string | null, args: readonly string[]): ChildProcess {
  if (program === null) throw new Error("it is not here");
  return spawn(program, args, { stdio: "ignore" });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const DATA = process.env["BALLAST_DATA"] ?? join(import.meta.dirname, "../../../../../shared/data");
const FILE = join(DATA, "smd/smd-train-cpu_r-1min.csv.gz");
const MINUTES = 40;
const START_MS = Date.UTC(2026, 2, 2);

/** Whether the real traces are here. */
export const hasTraces = existsSync(FILE);

/**
 * Bodies of a real trace in each form that it can be sent in, by the name of the decoder that reads it. Where the trace is not
 * here, one that is made up stands for it.
 */
export function realBodies(): ReadonlyMap<string, Uint8Array> {
  const text = hasTraces ? gunzipSync(readFileSync(FILE)).toString("utf8") : madeUp();
  const lines = text.split("\n").slice(0, MINUTES + 1);
  const [, ...nodes] = (lines[0] ?? "").split(",");
  const table = lines.slice(1).map((line) => line.split(",").slice(1));
  const cells = table.flatMap((row, minute) =>
    row.map((cell, column) => ({
      ts: new Date(START_MS + minute * 60_000).toISOString(),
      stamp: "wus-a",
      value: Number(cell) * 100,
      node: nodes[column] ?? "",
    })),
  );
  const cpu = cells.map(({ ts, stamp, node, value }) => ({ ts, stamp, pool: "dataproxy", node, cpu: value }));
  const load = cells.map(({ ts, stamp, node, value }) => ({
    ...{ ts, stamp, pool: "dataproxy", registry: node },
    ...{ requests: Math.round(value * 10), bytes: Math.round(value * 1_000) },
  }));
  const outcome = cells.map(({ ts, stamp, value }) => ({
    ...{ ts, stamp, pullP95Ms: value, errorRate: value / 100, throughputBytes: value * 1_000 },
  }));
  const head = { stamp: "wus-a", pool: "dataproxy", from: START_MS, stepSeconds: 60 };
  const byNode = nodes.map((_, column) => table.map((row) => Number(row[column]) * 100));
  const outcomeColumns = ["ts", "stamp", "pull_p95_ms", "error_rate", "throughput_bytes"];
  const bodies: Readonly<Record<string, string>> = {
    ...inEachForm("cpu", cpu, ["ts", "stamp", "pool", "node", "cpu"]),
    ...inEachForm("load", load, ["ts", "stamp", "pool", "registry", "requests", "bytes"]),
    ...inEachForm("outcome", outcome, outcomeColumns),
    "packed cpu": JSON.stringify({ ...head, nodes, cpu: byNode }),
    "packed load": JSON.stringify({ ...head, registries: nodes, requests: byNode, bytes: byNode }),
    wide: lines.join("\n"),
  };
  return new Map(Object.entries(bodies).map(([name, body]) => [name, new TextEncoder().encode(body)]));
}

function inEachForm(name: string, rows: readonly object[], columns: readonly string[]) {
  return {
    [`${name} json`]: JSON.stringify({ samples: rows }),
    [`${name} ndjson`]: rows.map((row) => JSON.stringify(row)).join("\n"),
    [`${name} csv`]: [columns, ...rows.map((row) => Object.values(row))]
      .map((cells) => cells.join(","))
      .join("\r\n"),
  };
}

function madeUp(): string {
  const rows = Array.from({ length: MINUTES }, (_, minute) =>
    [minute, (minute % 7) / 10, (minute % 5) / 9].join(","),
  );
  return ["minute,n0,n1", ...rows].join("\n");
}

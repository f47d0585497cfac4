import { z } from "zod";
import { err, ok, type Result } from "../core/index.ts";
import type { PackedCpu } from "../telemetry/index.ts";
import type { LabelRules } from "./labelRules.ts";
import { type Labels, seriesNamer } from "./nameSeries.ts";
import type { RangeWindow } from "./rangeWindow.ts";

const sample = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());
const failure = z.object({ status: z.literal("error"), error: z.string() });
const matrix = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: labels, values: z.array(sample).default([]) })),
  }),
});
const vector = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: labels, value: sample.optional() })),
  }),
});

export interface Series {
  readonly labels: Labels;
  /** Seconds since 1970 and the value as Prometheus writes it. */
  readonly values: readonly (readonly [number, string])[];
}

/** The series of a `query_range` or `query` answer, or in words why there are none. */
export function readAnswer(status: number, text: string): Result<readonly Series[], string> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return err(`It answered ${status}${strangeWords(status)}`);
  }
  const refused = failure.safeParse(body);
  if (refused.success) return err(`It answered ${status}: ${refused.data.error.slice(0, 500)}`);
  const range = matrix.safeParse(body);
  if (range.success)
    return ok(range.data.data.result.map(({ metric, values }) => ({ labels: metric, values })));
  const instant = vector.safeParse(body);
  if (instant.success) {
    return ok(
      instant.data.data.result.map(({ metric, value }) => ({
        labels: metric,
        values: value === undefined ? [] : [value],
      })),
    );
  }
  return err(
    isRefused(status)
      ? `It answered ${status}: is the token or password right?`
      : `It answered ${status}, and no series: the query must give one value a node and time.`,
  );
}

function isRefused(status: number): boolean {
  return status === 401 || status === 403;
}

/** What stands before a Prometheus answers in words of its own, most of them pages: what is told is what can be done about it. */
function strangeWords(status: number): string {
  if (isRefused(status)) return ": is the token or password right?";
  if (status === 404) return ", which no Prometheus does: is the address its own, without /api/v1?";
  if (status >= 500) return " and no reason: it is in trouble itself, or what stands before it is.";
  return ", but nothing that a Prometheus answers: is the address right, or does a sign-in page stand before it?";
}

/** What a range of series is as samples, one matrix a pool; a series whose labels do not name a node is left out. */
export interface NamedRange {
  readonly pools: readonly PackedCpu[];
  readonly unmatched: readonly Labels[];
  /** Two series of one node, of which the last one counts. */
  readonly twice: number;
}

interface RangeReading {
  readonly rules: LabelRules;
  readonly scale: number;
  readonly window: RangeWindow;
  /** Values are of the step before their time. */
  readonly coversBefore: boolean;
}

/** Puts series on the grid of their window. */
export function nameRange(series: readonly Series[], reading: RangeReading): NamedRange {
  const { fromMs, toMs, stepMs } = reading.window;
  const steps = Math.round((toMs - fromMs) / stepMs);
  const pools = new Map<string, { stamp: string; pool: string; nodes: Map<string, Float64Array> }>();
  const unmatched: Labels[] = [];
  let twice = 0;
  const nameOf = seriesNamer(reading.rules);
  for (const one of series) {
    const name = nameOf(one.labels);
    if (name === null) {
      unmatched.push(one.labels);
      continue;
    }
    const key = `${name.stamp}\n${name.pool}`;
    const pool = pools.get(key) ?? { stamp: name.stamp, pool: name.pool, nodes: new Map() };
    pools.set(key, pool);
    if (pool.nodes.has(name.node)) twice += 1;
    const row = pool.nodes.get(name.node) ?? new Float64Array(steps).fill(Number.NaN);
    pool.nodes.set(name.node, row);
    for (const [seconds, text] of one.values) {
      const atMs = seconds * 1_000 - (reading.coversBefore ? stepMs : 0);
      const step = Math.round((atMs - fromMs) / stepMs);
      // Prometheus writes NaN for what could not be computed: no data, as nothing at all would be.
      if (step >= 0 && step < steps) row[step] = Number(text) * reading.scale;
    }
  }
  return {
    pools: [...pools.values()].map(
      ({ stamp, pool, nodes }): PackedCpu => ({
        stamp,
        pool,
        nodes: [...nodes.keys()],
        fromMs,
        stepSeconds: stepMs / 1_000,
        cpu: [...nodes.values()],
      }),
    ),
    unmatched,
    twice,
  };
}

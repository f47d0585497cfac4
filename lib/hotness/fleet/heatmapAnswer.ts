import { z } from "zod";
import {
  err,
  type Failure,
  isoInstantSchema,
  MINUTE_MS,
  type MinuteWindow,
  ok,
  type Result,
  toIso,
  toPercent,
} from "../../core/index.ts";
import type { FleetPool } from "../../fleet/types.ts";
import { chooseStepMinutes, type HeatmapColumns, heatmapColumns } from "../binHeatmap.ts";
import { parseDurationMinutes } from "../parseWindow.ts";

/** What GET /api/v1/fleet/heatmap answers. */
export const heatmapAnswerSchema = z.strictObject({
  columns: z.array(isoInstantSchema).describe("where each column begins"),
  stepMinutes: z.number().int(),
  rows: z.array(
    z.strictObject({
      stamp: z.string(),
      pool: z.string(),
      values: z.array(z.number().nullable()).describe("percent of a node; null = no data"),
    }),
  ),
});

export type HeatmapAnswer = z.output<typeof heatmapAnswerSchema>;

/** Columns where no step is asked for: a day in steps of five minutes. */
const COLUMNS_BY_DEFAULT = 288;
/** Cells of one answer: 2,000 pools over a day, minute by minute. */
const MOST_CELLS = 3_000_000;

/** The columns asked for. `step` is `5m`, `1h`, `1d`, or seconds: a whole number of minutes. `malformed` otherwise. */
export function chooseColumns(
  window: MinuteWindow,
  { step, rows }: { readonly step: string | undefined; readonly rows: number },
): Result<HeatmapColumns, Failure> {
  const stepMinutes = step === undefined ? chooseStepMinutes(window, COLUMNS_BY_DEFAULT) : stepOf(step);
  if (stepMinutes === null)
    return refuse(`"${step}" is no step: use 5m, 1h, 1d, or a whole number of minutes in seconds.`);
  const count = Math.ceil((window.toMinute - window.fromMinute) / stepMinutes) + 1;
  if (count * Math.max(1, rows) > MOST_CELLS) {
    return refuse(`This is over ${MOST_CELLS} cells: take a coarser step, a shorter window, or fewer pools.`);
  }
  return ok(heatmapColumns(window, stepMinutes));
}

function stepOf(text: string): number | null {
  const seconds = /^\d{1,8}s?$/.test(text) ? Number.parseInt(text, 10) : null;
  if (seconds === null) return parseDurationMinutes(text);
  return seconds > 0 && seconds % 60 === 0 ? seconds / 60 : null;
}

function refuse(message: string): Result<never, Failure> {
  return err({ code: "malformed", detail: message, errors: [{ path: "step", message }] });
}

export interface AnsweredHeatmap {
  readonly columns: HeatmapColumns;
  readonly pools: readonly FleetPool[];
  /** Row by row, hundredths of a point, −1 = no data. */
  readonly cells: Int16Array;
}

/** Percent by hundredths + 1: half a million cells share ten thousand numbers. */
const PERCENTS = Array.from({ length: 10_002 }, (_, at) => toPercent(at - 1));

export function answerHeatmap({ columns, pools, cells }: AnsweredHeatmap): HeatmapAnswer {
  const width = columns.starts.length;
  const valuesOf = (row: number): (number | null)[] => {
    const values: (number | null)[] = [];
    for (let at = row * width; at < (row + 1) * width; at++)
      values.push(PERCENTS[(cells[at] ?? -1) + 1] ?? null);
    return values;
  };
  return {
    columns: columns.starts.map((minute) => toIso(minute * MINUTE_MS)),
    stepMinutes: columns.stepMinutes,
    rows: pools.map((pool, row) => ({
      stamp: pool.stamp,
      pool: pool.name,
      values: valuesOf(row),
    })),
  };
}

/** A row a cell, since a table's columns keep their names. */
export function heatmapTable({ columns, rows }: HeatmapAnswer) {
  return {
    columns: ["ts", "stamp", "pool", "value"],
    rows: rows.flatMap(({ stamp, pool, values }) =>
      values.map((value, column) => [columns[column] ?? null, stamp, pool, value]),
    ),
  };
}

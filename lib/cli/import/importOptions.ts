import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { instantSchema } from "../../core/index.ts";
import {
  type ColumnMapping,
  type ColumnRange,
  isStep,
  mapByRanges,
  mapByTable,
  mapToOnePool,
  type RowFormat,
  type WideOptions,
  type WideTime,
} from "../../telemetry/decode/index.ts";
import { CommandError } from "../commandError.ts";
import { DEFAULT_DATA_DIRECTORY, resolveFromCaller } from "../projectRoot.ts";

export const USAGE = `npm run import -- FILE… [options]
Brings samples from files into the database; each may be packed with gzip or zstd. What a run has committed is kept when it
is stopped, and the same command again goes on from there. Importing the same data twice changes nothing.
  --kind KIND          cpu (default), load or outcome
  --format FORMAT      csv, ndjson or json; default by the file's name
  --wide               a time column and one column per node, blank = no sample; with:
    --step 60s           from row to row (60s): s, m or h; each value fills its step
    --start TIME         the time column counts minutes from here (without it: RFC 3339 or epoch milliseconds)
    --time HOW           minutes, rows (ignore the column, go by the step), instant, or seconds (since 1970)
    --scale 100          what makes percent of the values (1)
    --stamp S --pool P   every column is a node of this pool; or
    --columns A-B=S/P    columns A to B, counted from 0, are the nodes of pool P of stamp S; may be repeated; or
    --map FILE           a CSV with the header column,stamp,pool,node
  --access-log         records of the Docker distribution in JSON, a request each: what names the registry, the stamp and the pool
                       is the mapping of sources. A log is known by its first record, and only what it has grown by is counted
    --stamp S --pool P --region R   labels of every record
    --log NAME           known by this name instead
  --create --region R  make stamps and pools that are not in the inventory yet, in this region
  --from-start         do not go on from where an earlier run stopped
  --data DIR           where the database keeps its files (.ballast/data), unless DATABASE_URL names one`;

export type ImportKind = "cpu" | "load" | "outcome";

/** What `--access-log` is told of its records. */
export interface AccessLogOptions {
  readonly place: Readonly<Record<string, string>>;
  readonly name: string | null;
}

export interface ImportOptions {
  readonly files: readonly string[];
  readonly kind: ImportKind;
  readonly format: RowFormat | null;
  readonly wide: WideOptions | null;
  readonly accessLog: AccessLogOptions | null;
  /** The region in which unknown stamps are made; null = they are refused. */
  readonly createIn: string | null;
  readonly fromStart: boolean;
  readonly dataDirectory: string;
  /** All that decides what a file is read as: a checkpoint holds for the same words only. */
  readonly meaning: string;
}

const FORMATS: readonly RowFormat[] = ["csv", "ndjson", "json"];

type Values = ReturnType<typeof parse>["values"];

function parse(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      kind: { type: "string" },
      format: { type: "string" },
      wide: { type: "boolean" },
      step: { type: "string" },
      start: { type: "string" },
      time: { type: "string" },
      scale: { type: "string" },
      stamp: { type: "string" },
      pool: { type: "string" },
      columns: { type: "string", multiple: true },
      map: { type: "string" },
      "access-log": { type: "boolean" },
      log: { type: "string" },
      create: { type: "boolean" },
      region: { type: "string" },
      "from-start": { type: "boolean" },
      data: { type: "string" },
      help: { type: "boolean" },
    },
  });
}

/** What the command line asks for; null for --help. Throws CommandError for what it does not make sense of. */
export function readImportOptions(args: string[]): ImportOptions | null {
  const { values, positionals } = parse(args);
  if (values.help === true) return null;
  if (positionals.length === 0) throw new CommandError("name the FILE to import; --help shows the options");
  const isLog = values["access-log"] === true;
  if (values.create === true ? values.region === undefined : values.region !== undefined && !isLog) {
    throw new CommandError("--create and --region R go together");
  }
  const { data, help, create, region, "from-start": fromStart, ...meaning } = values;
  const table = values.map === undefined ? null : readTable(values.map);
  return {
    files: positionals.map(resolveFromCaller),
    kind: oneOf("--kind", values.kind ?? "cpu", ["cpu", "load", "outcome"]),
    format: values.format === undefined ? null : oneOf("--format", values.format, FORMATS),
    wide: isLog ? null : wideOptions(values, table),
    accessLog: accessLogOptions(values),
    createIn: create === true ? (region ?? null) : null,
    fromStart: fromStart === true,
    dataDirectory: data === undefined ? DEFAULT_DATA_DIRECTORY : resolveFromCaller(data),
    // Of an access log the region is a label.
    meaning: JSON.stringify(isLog ? [meaning, table, region] : [meaning, table]),
  };
}

function oneOf<Word extends string>(option: string, given: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === given);
  if (found === undefined) throw new CommandError(`${option} must be one of ${words.join(", ")}`);
  return found;
}

/** What says how rows are read, where a log's records have one form. */
const NOT_OF_LOGS = ["kind", "format", "wide", "step", "start", "time", "scale", "columns", "map"] as const;

function accessLogOptions(values: Values): AccessLogOptions | null {
  if (values["access-log"] !== true) {
    if (values.log !== undefined) throw new CommandError("--log is for access logs: add --access-log");
    return null;
  }
  const stray = NOT_OF_LOGS.find((name) => values[name] !== undefined);
  if (stray !== undefined) throw new CommandError(`--${stray} is of no use with --access-log`);
  const { region, stamp, pool } = values;
  return {
    place: {
      ...(region === undefined ? {} : { region }),
      ...(stamp === undefined ? {} : { stamp }),
      ...(pool === undefined ? {} : { pool }),
    },
    name: values.log ?? null,
  };
}

const WIDE_ONLY = ["step", "start", "time", "scale", "stamp", "pool", "columns", "map"] as const;

function wideOptions(values: Values, table: string | null): WideOptions | null {
  if (values.wide !== true) {
    const stray = WIDE_ONLY.find((name) => values[name] !== undefined);
    if (stray !== undefined) throw new CommandError(`--${stray} is for files of the wide form: add --wide`);
    return null;
  }
  if ((values.kind ?? "cpu") !== "cpu") throw new CommandError("--wide is for CPU samples only");
  const scale = Number(values.scale ?? "1");
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY))
    throw new CommandError("--scale must be a number over 0");
  return {
    time: wideTime(values),
    stepSeconds: stepOf(values.step ?? "60s"),
    scale,
    mapping: mappingOf(values, table),
  };
}

const UNIT_SECONDS = { "": 1, s: 1, m: 60, h: 3_600 } as const;

function stepOf(text: string): number {
  const [, digits = "", unit = ""] = /^(\d{1,6})([smh]?)$/.exec(text) ?? [];
  const seconds = Number(digits) * (unit === "m" || unit === "h" || unit === "s" ? UNIT_SECONDS[unit] : 1);
  if (isStep(seconds)) return seconds;
  throw new CommandError("--step must divide a minute or be whole minutes, up to a day: 15s, 60s, 5m");
}

function wideTime(values: Values): WideTime {
  const how = oneOf("--time", values.time ?? (values.start === undefined ? "instant" : "minutes"), [
    "minutes",
    "rows",
    "instant",
    "seconds",
  ]);
  if (how === "instant" || how === "seconds") {
    if (values.start !== undefined) throw new CommandError(`--start is of no use with --time ${how}`);
    return { kind: how === "instant" ? "instant" : "epochSeconds" };
  }
  const start = instantSchema.safeParse(values.start);
  if (!start.success) throw new CommandError(`--start ${start.error.issues[0]?.message ?? "is not a time"}`);
  return { kind: how === "rows" ? "rowsFrom" : "minutesFrom", startMs: start.data };
}

function mappingOf(values: Values, table: string | null): ColumnMapping {
  const { stamp, pool, columns } = values;
  const ways = [table !== null, columns !== undefined, stamp !== undefined || pool !== undefined];
  if (ways.filter(Boolean).length !== 1) {
    throw new CommandError(
      "say what the columns are, in one way: --stamp S --pool P, or --columns A-B=S/P, or --map FILE",
    );
  }
  if (table !== null) return mapByTable(table);
  if (columns !== undefined) return mapByRanges(columns.map(rangeOf));
  if (stamp === undefined || pool === undefined) throw new CommandError("--stamp S and --pool P go together");
  return mapToOnePool(stamp, pool);
}

function rangeOf(text: string): ColumnRange {
  const [, first, last, stamp, pool] = /^(\d{1,6})(?:-(\d{1,6}))?=([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (first === undefined || stamp === undefined || pool === undefined) {
    throw new CommandError(`--columns ${text} is not of the form 0-49=STAMP/POOL`);
  }
  return { first: Number(first), last: Number(last ?? first), stamp, pool };
}

function readTable(path: string): string {
  try {
    return readFileSync(resolveFromCaller(path), "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CommandError(`cannot read --map ${path} (${code})`);
  }
}

import { z } from "zod";
import { CELL_TIME_KINDS } from "../telemetry/decode/mapped/cellTime.ts";

/** What the rows of a file are about. */
export const IMPORT_KINDS = ["cpu", "load", "outcome"] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** The names and measures that a row of each kind has, in the order in which they are read. */
export const FIELDS_OF = {
  cpu: { names: ["stamp", "pool", "node"], measures: ["cpu"] },
  load: { names: ["stamp", "pool", "registry"], measures: ["requests", "bytes"] },
  outcome: { names: ["stamp"], measures: ["pullP95Ms", "errorRate", "throughputBytes"] },
} as const satisfies Record<ImportKind, { names: readonly NameField[]; measures: readonly MeasureField[] }>;

export type NameField = "stamp" | "pool" | "node" | "registry";
export type MeasureField = "cpu" | "requests" | "bytes" | "pullP95Ms" | "errorRate" | "throughputBytes";

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Times that stand nowhere in the file: minutes since a start, or one step a row. */
export const TIME_FORMS = [...CELL_TIME_KINDS, "minutes", "rows"] as const;

/** How the columns of a wide file name nodes: by themselves, as `stamp/pool/node`, or as labels `{stamp="…",instance="…"}`. */
export const NAMINGS = ["node", "path", "labels"] as const;

const MAX_COLUMNS = 20_000;
const column = z.number().int().min(0).max(MAX_COLUMNS);
const word = z.string().min(1).max(256);
const scale = z.number().positive().max(1_000_000_000);
const source = z.union([z.strictObject({ column }), z.strictObject({ value: word })]);
const measure = z.strictObject({ column, scale });

export type SourceOfName = z.output<typeof source>;

/** How a file is read. What is not said yet is null or left out; `whatIsMissing` asks for it. */
export const recipeSchema = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  delimiter: z.enum(DELIMITERS),
  decimalComma: z.boolean().describe("0,5 is a half"),
  skipLines: z.number().int().min(0).max(100).describe("before the header"),
  hasHeader: z.boolean().describe("false: columns are called 1, 2, …"),
  time: z.strictObject({
    column,
    form: z.enum(TIME_FORMS),
    start: z.iso
      .datetime({ offset: true })
      .max(40)
      .nullable()
      .describe("of `minutes` and `rows`: when minute 0, or the first row, was"),
    offsetMinutes: z.number().int().min(-840).max(840).describe("of times that name no offset: ahead of UTC"),
  }),
  names: z.strictObject({
    stamp: source.optional(),
    pool: source.optional(),
    node: source.optional(),
    registry: source.optional(),
  }),
  measures: z.strictObject({
    cpu: measure.optional(),
    requests: measure.optional(),
    bytes: measure.optional(),
    pullP95Ms: measure.optional(),
    errorRate: measure.optional(),
    throughputBytes: measure.optional(),
  }),
  wide: z
    .strictObject({
      stepSeconds: z.number().int().min(1).max(86_400),
      scale,
      naming: z.enum(NAMINGS),
    })
    .nullable()
    .describe("one column a node: `names.stamp` and `names.pool` are the same in every row"),
});

export type Recipe = z.output<typeof recipeSchema>;

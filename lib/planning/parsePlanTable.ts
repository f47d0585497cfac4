import { z } from "zod";
import { type Failure, type FieldError, instantSchema, ok, type Result, toIso } from "../core/index.ts";
import { readCsvTable, refuseTable } from "../fleet/readCsvTable.ts";
import { MOVE_STATES, PLAN_COLUMNS, type PlanColumn } from "./planTable.ts";
import { MOVE_CLASSES, type MoveClass } from "./types.ts";

/** Fields of a plan by the columns that they stand in. */
const COLUMN_OF: Readonly<Record<string, PlanColumn>> = {
  name: "phase_name",
  observationHours: "observation_hours",
  notBefore: "not_before",
  from: "from_stamp",
  to: "to_stamp",
};

/** What was wrong with the plan that a table describes, by the lines of the table: `line 5 to_stamp`. */
export function placeInTable(failure: Failure, text: string): Failure {
  const table = parsePlanTable(text);
  if (!table.ok || failure.errors === undefined) return failure;
  const { phases } = table.value;
  const errors = failure.errors.map(({ path, message }): FieldError => {
    const place = /^phases\[(\d+)\](?:\.moves\[(\d+)\])?(?:\.(\w+))?/.exec(path);
    const move = phases[Number(place?.[1])]?.moves[Number(place?.[2] ?? 0)];
    if (place === null || move === undefined) return { path, message };
    const field = place[3] ?? "";
    return { path: `line ${move.line} ${COLUMN_OF[field] ?? field}`.trimEnd(), message };
  });
  return { ...failure, errors };
}

/** A plan as a table describes it. */
export interface ImportedPlan {
  /** The plan and version that the table says it was exported from; null = it does not say, or its rows disagree. */
  readonly origin: { readonly id: number; readonly version: number } | null;
  readonly phases: readonly ImportedPhase[];
}

/** What of a plan a table carries into a new draft: its moves, their order, phases and times. */
export interface ImportedPhase {
  readonly name: string;
  readonly class: MoveClass;
  readonly batch: number;
  readonly observationHours: number;
  readonly notBefore: string | null;
  readonly moves: readonly ImportedMove[];
}

export interface ImportedMove {
  readonly registry: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  /** Why it is skipped; null = it runs. */
  readonly skipped: string | null;
  /** Of the table, from 1 on. */
  readonly line: number;
}

/** What a new draft takes from a row. The rest (shares, percentiles, states) is computed anew, and may be left out. */
const NEEDED = [
  "phase",
  "phase_name",
  "class",
  "registry",
  "region",
  "from_stamp",
  "to_stamp",
  "observation_hours",
] as const satisfies readonly PlanColumn[];

const name = z.string().trim().min(1, "must be given");
const rowSchema = z.object({
  phase: z.coerce.number().int("must be a whole number").min(1),
  phase_name: name,
  class: z.enum(MOVE_CLASSES),
  batch: z.union([z.literal("").transform(() => 1), z.coerce.number().int().min(1)]),
  registry: name,
  region: name,
  from_stamp: name,
  to_stamp: name,
  // A spreadsheet that parts cells by semicolons writes decimals with a comma.
  observation_hours: z
    .string()
    .transform((text) => Number(text.replace(",", ".")))
    .refine((hours) => hours > 0, { error: "must be hours above 0" }),
  not_before: z.union([z.literal("").transform(() => null), instantSchema.transform(toIso)]),
  status: z.union([z.literal(""), z.enum(MOVE_STATES)]),
  reason: z.string(),
});
type Row = z.output<typeof rowSchema>;

/**
 * The phases that a plan's CSV describes. `malformed` with the line of everything that is wrong: unknown or missing
 * columns, cells that are none, a phase whose rows disagree or stand apart, a registry named twice in a region.
 */
export function parsePlanTable(text: string): Result<ImportedPlan, Failure> {
  const records = readCsvTable(text, { columns: PLAN_COLUMNS, needed: NEEDED });
  if (!records.ok) return records;
  const errors: FieldError[] = [];
  const rows = records.value.flatMap(({ line, cells }): NumberedRow[] => {
    const parsed = rowSchema.safeParse(cells);
    if (parsed.success) return [{ ...parsed.data, line }];
    for (const issue of parsed.error.issues)
      errors.push({ path: `line ${line}`, message: `${issue.path.join(".")} ${issue.message}` });
    return [];
  });
  const phases = groupPhases(rows, errors);
  refuseRepeats(rows, errors);
  if (rows.length === 0 && errors.length === 0)
    return refuseTable([{ path: "the table", message: "has no moves" }]);
  return errors.length > 0 ? refuseTable(errors) : ok({ origin: originOf(records.value), phases });
}

function originOf(
  records: readonly { readonly cells: { readonly plan_id: string; readonly plan_version: string } }[],
): ImportedPlan["origin"] {
  const told = new Set(records.map(({ cells }) => `${cells.plan_id}@${cells.plan_version}`));
  const [only = ""] = told;
  const match = /^(\d{1,9})@(\d{1,9})$/.exec(only);
  return told.size === 1 && match !== null ? { id: Number(match[1]), version: Number(match[2]) } : null;
}

type NumberedRow = Row & { readonly line: number };

function groupPhases(rows: readonly NumberedRow[], errors: FieldError[]): ImportedPhase[] {
  const groups: NumberedRow[][] = [];
  for (const row of rows) {
    const group = groups.at(-1);
    const first = group?.[0];
    if (group === undefined || first === undefined || first.phase !== row.phase) {
      if (row.phase !== groups.length + 1)
        errors.push({
          path: `line ${row.line}`,
          message: `phase ${row.phase} stands where phase ${groups.length + 1} should`,
        });
      groups.push([row]);
    } else {
      const differing = (["phase_name", "class", "batch", "observation_hours", "not_before"] as const).filter(
        (column) => first[column] !== row[column],
      );
      if (differing.length > 0)
        errors.push({
          path: `line ${row.line}`,
          message: `${differing.join(", ")} differ from line ${first.line} of the same phase`,
        });
      group.push(row);
    }
  }
  return groups.flatMap((group): ImportedPhase[] => {
    const first = group[0];
    if (first === undefined) return [];
    return [
      {
        name: first.phase_name,
        class: first.class,
        batch: first.batch,
        observationHours: first.observation_hours,
        notBefore: first.not_before,
        moves: group.map((row) => ({
          registry: row.registry,
          region: row.region,
          from: row.from_stamp,
          to: row.to_stamp,
          reason: row.status === "skipped" ? "" : row.reason,
          skipped: row.status === "skipped" ? row.reason || "skipped in the table" : null,
          line: row.line,
        })),
      },
    ];
  });
}

function refuseRepeats(rows: readonly NumberedRow[], errors: FieldError[]): void {
  const seen = new Map<string, number>();
  for (const { registry, region, line } of rows) {
    const key = JSON.stringify([registry, region]);
    const earlier = seen.get(key);
    if (earlier === undefined) seen.set(key, line);
    else errors.push({ path: `line ${line}`, message: `${registry} is moved by line ${earlier} already` });
  }
}

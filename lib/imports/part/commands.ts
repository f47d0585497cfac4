import {
  createWideDecoder,
  type IntakeReport,
  type OpenIntake,
  type PackedCpu,
  type RehearsalOptions,
  type Telemetry,
  type WideBlocks,
} from "../../telemetry/index.ts";
import type { MissingPools } from "../making/commands.ts";
import { columnPlanOf, constantOf, wideOptionsOf } from "../readRecipe.ts";
import type { Recipe } from "../recipe.ts";
import { cellText } from "./cellText.ts";
import { CountedPools } from "./countedPools.ts";
import { cutWide } from "./cutWide.ts";
import {
  addCounts,
  type ImportCounts,
  type ImportProblem,
  NO_COUNTS,
  type PartOutcome,
} from "./partOutcome.ts";
import { type FilePart, type ReadRows, type RefusedRow, readRows } from "./readRows.ts";
import type { RowArguments } from "./rowArguments.ts";
import { columnOfCode, fieldsOf } from "./whereItStands.ts";

/** What takes rows in, or only says what would become of them: `Telemetry` and `Rehearsal` both are one. */
export type Intakes = Pick<Telemetry, "openCpu" | "openLoad" | "openOutcome" | "takePackedCpu">;

export interface PartContext {
  readonly recipe: Recipe;
  /** The file's column names, the time's too. */
  readonly columns: readonly string[];
  readonly intakes: Intakes;
  readonly options: RehearsalOptions;
  readonly missing: MissingPools;
  /** Names of pools as they are known now; what it does not know is unknown. */
  readonly isKnown: (stamp: string, pool: string) => boolean;
  /** Whether whoever imports may make something of this stamp: it is nowhere yet, or in a region of theirs. */
  readonly mayMake: (stamp: string) => boolean;
  /** A larger part can be had where one is too short to be cut. */
  readonly mayGrow: boolean;
  /** Refusals that are kept one by one; all are counted. */
  readonly mostProblems: number;
}

/** Takes in what can be taken of a part of a file. Durable when it returns; throws what the write path throws. */
export async function takePart(part: FilePart, context: PartContext): Promise<PartOutcome> {
  return context.recipe.wide === null ? await takeRows(part, context) : await takeWide(part, context);
}

async function takeRows(part: FilePart, context: PartContext): Promise<PartOutcome> {
  const { recipe, columns } = context;
  const plan = columnPlanOf(recipe, columns.length);
  const read = readRows(part, { kind: recipe.kind, plan, mayGrow: context.mayGrow });
  const used = {
    usedBytes: read.usedBytes,
    usedRows: read.starts.length,
    usedLines: read.usedLines,
    isTooShort: read.isTooShort,
  };
  if (read.starts.length === 0) return { ...used, counts: NO_COUNTS, problems: [] };
  const pools = new CountedPools(recipe.kind === "outcome");
  const intake = await openIntake(context, read.starts.length);
  for (const { index, message } of read.refused) intake.sink.malformed(index, message);
  for (const row of read.rows) {
    const [, , stamp, pool] = row;
    pools.saw(stamp, typeof pool === "string" ? pool : "");
    intake.sink.row(...row);
  }
  await makeMissing(context, pools);
  await intake.settle();
  const report = await intake.finish();
  const { errors } = report;
  const refused = new Map(read.refused.map((row) => [row.index, row]));
  return {
    ...used,
    counts: countsOf(report, { codes: errors, unknown: unknownOf(context, pools) }),
    problems: errors
      .slice(0, context.mostProblems)
      .map((error) => problemOf(error, { part, read, refused: refused.get(error.index), context })),
  };
}

type AnySink = {
  row(...row: RowArguments): void;
  malformed(index: number, message: string): void;
};

/** Every refused row is named: a part holds only so many. */
async function openIntake(context: PartContext, rows: number): Promise<OpenIntake<AnySink>> {
  const options = { ...context.options, listedErrors: rows };
  const { intakes } = context;
  switch (context.recipe.kind) {
    // A row of a kind has the arguments of that kind's sink: `targetOf` made it of the same kind.
    case "cpu":
      return (await intakes.openCpu(options)) as OpenIntake<AnySink>;
    case "load":
      return (await intakes.openLoad(options)) as OpenIntake<AnySink>;
    case "outcome":
      return (await intakes.openOutcome(options)) as OpenIntake<AnySink>;
  }
}

async function makeMissing({ missing, mayMake }: PartContext, pools: CountedPools): Promise<void> {
  for (const { stamp, pool } of pools.list()) {
    if (pool !== "" && mayMake(stamp)) missing.saw(stamp, pool);
  }
  await missing.make();
}

function unknownOf({ isKnown }: PartContext, pools: CountedPools) {
  return pools.list().filter(({ stamp, pool }) => !isKnown(stamp, pool));
}

interface Coded {
  readonly code: string;
}

function countsOf(
  { accepted, duplicate, rejected, rounded }: Omit<IntakeReport, "errors">,
  { codes, unknown }: { readonly codes: readonly Coded[]; readonly unknown: ImportCounts["unknown"] },
): ImportCounts {
  const reasons: Record<string, number> = {};
  for (const { code } of codes) reasons[code] = (reasons[code] ?? 0) + 1;
  return { accepted, duplicate, rejected, rounded, reasons, unknown };
}

function problemOf(
  error: { readonly index: number; readonly code: string; readonly message: string },
  {
    part,
    read,
    refused,
    context,
  }: {
    readonly part: FilePart;
    readonly read: ReadRows;
    readonly refused: RefusedRow | undefined;
    readonly context: PartContext;
  },
): ImportProblem {
  const { recipe, columns } = context;
  const column = refused === undefined ? columnOfCode(error.code, recipe) : refused.column;
  const from = read.starts[error.index] ?? 0;
  const constant = fieldsOf(error.code, recipe.kind).map((field) => constantOf(recipe, field))[0] ?? null;
  const delimiter = recipe.delimiter.charCodeAt(0);
  return {
    line: read.lines[error.index] ?? 0,
    column: column === null ? "" : (columns[column] ?? ""),
    value:
      refused === undefined && column === null && constant !== null
        ? constant
        : cellText(part.bytes, from, { column, delimiter }),
    code: error.code,
    message: error.message,
  };
}

async function takeWide(part: FilePart, context: PartContext): Promise<PartOutcome> {
  const { recipe, columns } = context;
  const header = new TextEncoder().encode(`${columns.map(quoted).join(recipe.delimiter)}\n`);
  const options = wideOptionsOf(recipe, part.row);
  const cut = cutWide(part, { header, options, mayGrow: context.mayGrow });
  const used = { usedBytes: cut.usedBytes, usedLines: cut.usedLines, isTooShort: cut.isTooShort };
  if (cut.usedBytes === 0) return { ...used, usedRows: 0, counts: NO_COUNTS, problems: [] };
  const waiting: WideBlocks[] = [];
  const problems: ImportProblem[] = [];
  // The decoder counts the header as its first line.
  const toFile = part.line - 2;
  const decoder = createWideDecoder(options, {
    blocks: (blocks) => void waiting.push(blocks),
    malformed: (line, message) =>
      void problems.push({ line: line + toFile, column: "", value: "", code: "malformed", message }),
  });
  decoder.write(header);
  decoder.write(part.bytes.subarray(0, cut.usedBytes));
  decoder.end();
  const pools = new CountedPools(false);
  let counts: ImportCounts = {
    ...NO_COUNTS,
    rejected: problems.length,
    reasons: problems.length > 0 ? { malformed: problems.length } : {},
  };
  for (const blocks of waiting) {
    for (const packed of blocks.pools) {
      const taken = await takeBlock(packed, {
        context,
        pools,
        lineOf: (step) => (blocks.lines[step] ?? 0) + toFile,
      });
      counts = addCounts(counts, taken.counts);
      problems.push(...taken.problems);
    }
  }
  return {
    ...used,
    usedRows: cut.usedRows,
    counts: { ...counts, unknown: unknownOf(context, pools) },
    problems: problems.slice(0, context.mostProblems),
  };
}

interface Block {
  readonly context: PartContext;
  readonly pools: CountedPools;
  readonly lineOf: (step: number) => number;
}

async function takeBlock(
  packed: PackedCpu,
  { context, pools, lineOf }: Block,
): Promise<{ counts: ImportCounts; problems: ImportProblem[] }> {
  const cells = packed.cpu.reduce((sum, row) => sum + row.filter((value) => !Number.isNaN(value)).length, 0);
  const { stamp, pool } = packed;
  pools.saw(stamp, pool, cells);
  const scale = context.recipe.wide?.scale ?? 1;
  const steps = Math.max(1, packed.cpu[0]?.length ?? 0);
  await makeMissing(context, pools);
  const report = await context.intakes.takePackedCpu(packed, { ...context.options, listedErrors: cells });
  const isUnknown = (code: string) => code === "unknown_stamp" || code === "unknown_pool";
  const cellErrors = report.errors.filter(({ code }) => !isUnknown(code));
  const problems = report.errors.map(({ index, code, message }): ImportProblem => {
    const node = Math.floor(index / steps);
    const value = packed.cpu[node]?.[index % steps] ?? Number.NaN;
    return {
      line: lineOf(isUnknown(code) ? 0 : index % steps),
      column: isUnknown(code) ? "" : (packed.nodes[node] ?? ""),
      value: isUnknown(code) ? `${stamp}/${pool}` : String(value / scale),
      code,
      message,
    };
  });
  const counts = countsOf(report, { codes: cellErrors, unknown: [] });
  const unknown = report.errors.find(({ code }) => isUnknown(code));
  if (unknown === undefined) return { counts, problems };
  // One line tells of all the cells of a pool that nobody knows.
  const reasons = { ...counts.reasons, [unknown.code]: report.rejected - cellErrors.length };
  return { counts: { ...counts, reasons }, problems };
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

import {
  type CellStyle,
  type ColumnMapping,
  type ColumnPlan,
  isStep,
  type MeasureSource,
  mapByLabels,
  mapByPath,
  mapToOnePool,
  type NameSource,
  type WideOptions,
  type WideTime,
} from "../telemetry/decode/index.ts";
import { FIELDS_OF, type NameField, type Recipe } from "./recipe.ts";

/** What a recipe does not say yet, or says of columns that the file does not have; in words, each with its place. */
export function whatIsMissing(
  recipe: Recipe,
  columnCount: number,
): readonly { readonly path: string; readonly message: string }[] {
  const found: { path: string; message: string }[] = [];
  const say = (path: string, message: string) => void found.push({ path, message });
  const { time, wide, names, measures, kind } = recipe;
  if ((time.form === "minutes" || time.form === "rows") && time.start === null) {
    say("time.start", "is needed: the file does not say when its first row was");
  }
  if (time.column >= columnCount) say("time.column", "is not a column of the file");
  if (wide === null) {
    if (time.form === "minutes" || time.form === "rows") say("time.form", "is for wide files alone");
    const named = FIELDS_OF[kind];
    for (const field of named.names) {
      const source = names[field];
      if (source === undefined)
        say(`names.${field}`, `is needed: say which column it is, or what it is in every row`);
      else if ("column" in source && source.column >= columnCount)
        say(`names.${field}`, "is not a column of the file");
    }
    const given = named.measures.filter((field) => measures[field] !== undefined);
    if (given.length === 0) say(`measures.${named.measures[0]}`, "is needed: say which column it is");
    for (const field of given) {
      if ((measures[field]?.column ?? 0) >= columnCount)
        say(`measures.${field}`, "is not a column of the file");
    }
    return found;
  }
  if (kind !== "cpu") say("kind", "wide files hold CPU alone");
  if (time.column !== 0) say("time.column", "must be the first column of a wide file");
  if (!isStep(wide.stepSeconds))
    say("wide.stepSeconds", "must divide a minute or be whole minutes: 15, 60, 300");
  if (columnCount < 2) say("wide", "needs a column for each node beside the time");
  for (const field of ["stamp", "pool"] as const) {
    if (wide.naming === "path" || (wide.naming === "labels" && names[field] === undefined)) continue;
    if (constantOf(recipe, field) === null)
      say(`names.${field}`, "is needed: columns name nodes and nothing else");
  }
  return found;
}

/** The word that a name is in every row; null where it is none. */
export function constantOf({ names }: Recipe, field: NameField): string | null {
  const source = names[field];
  return source !== undefined && "value" in source ? source.value : null;
}

function cellsOf({ delimiter, decimalComma }: Recipe): CellStyle {
  return { delimiter: delimiter.charCodeAt(0), hasDecimalComma: decimalComma };
}

/** How rows are read, of a recipe that misses nothing. */
export function columnPlanOf(recipe: Recipe, columnCount: number): ColumnPlan {
  const { names, measures } = FIELDS_OF[recipe.kind];
  const { column, form, offsetMinutes } = recipe.time;
  if (form === "minutes" || form === "rows") throw new Error("times of rows stand in their cells");
  return {
    columnCount,
    cells: cellsOf(recipe),
    time: { column, form: { kind: form, offsetMinutes } },
    names: names.map((field): NameSource => recipe.names[field] ?? { value: "" }),
    measures: measures.map((field): MeasureSource | null => recipe.measures[field] ?? null),
  };
}

/** How a wide file is read, of a recipe that misses nothing; `rowsBefore` of its rows have been read already. */
export function wideOptionsOf(recipe: Recipe, rowsBefore: number): WideOptions {
  if (recipe.wide === null) throw new Error("the file has one sample a row");
  const { stepSeconds, scale } = recipe.wide;
  return {
    time: wideTimeOf(recipe),
    stepSeconds,
    scale,
    mapping: mappingOf(recipe),
    cells: cellsOf(recipe),
    rowsBefore,
  };
}

function wideTimeOf({ time }: Recipe): WideTime {
  const { form, offsetMinutes } = time;
  const startMs = time.start === null ? 0 : Date.parse(time.start);
  if (form === "minutes") return { kind: "minutesFrom", startMs };
  if (form === "rows") return { kind: "rowsFrom", startMs };
  return { kind: "cell", form: { kind: form, offsetMinutes } };
}

function mappingOf(recipe: Recipe): ColumnMapping {
  const stamp = constantOf(recipe, "stamp");
  const pool = constantOf(recipe, "pool");
  switch (recipe.wide?.naming) {
    case "path":
      return mapByPath;
    case "labels":
      return mapByLabels({ stamp, pool });
    default:
      return mapToOnePool(stamp ?? "", pool ?? "");
  }
}

import { FIELDS_OF, type ImportKind, type NameField, type Recipe } from "../recipe.ts";

/** The names that a refusal of that code is about. */
export function fieldsOf(code: string, kind: ImportKind): readonly NameField[] {
  switch (code) {
    case "unknown_stamp":
      return ["stamp"];
    case "unknown_pool":
      return ["pool"];
    case "unknown_registry":
      return kind === "load" ? ["registry"] : [];
    default:
      return [];
  }
}

/** The column that a refusal of that code is about; null = none, or the row as a whole. */
export function columnOfCode(code: string, recipe: Recipe): number | null {
  const [field] = fieldsOf(code, recipe.kind);
  if (field !== undefined) {
    const source = recipe.names[field];
    return source !== undefined && "column" in source ? source.column : null;
  }
  if (code === "too_old" || code === "in_the_future") return recipe.time.column;
  const measures = FIELDS_OF[recipe.kind].measures.flatMap((measure) => recipe.measures[measure] ?? []);
  // Of several measures it is not told which one.
  return measures.length === 1 ? (measures[0]?.column ?? null) : null;
}

import { z } from "zod";
import { SETTINGS, type SettingKey } from "#lib/fleet/settings.ts";
import { SETTING_WORDS, type Unit, unitText } from "./settingWords.ts";

/** One number of a setting, with what it may be. */
export interface SettingField {
  /** "" for a setting that is one number. */
  readonly name: string;
  readonly label: string;
  readonly unit: Unit;
  /** As the setting keeps it; a share 0–1. */
  readonly minimum: number;
  readonly maximum: number;
  readonly isWhole: boolean;
}

const numberShape = z.object({
  type: z.enum(["number", "integer"]),
  minimum: z.number().default(Number.NEGATIVE_INFINITY),
  maximum: z.number().default(Number.POSITIVE_INFINITY),
});
const objectShape = z.object({ properties: z.record(z.string(), numberShape) });

/** The fields of a setting, from its own schema: what can be typed is what is accepted. */
export function fieldsOf(key: SettingKey): SettingField[] {
  const described: unknown = z.toJSONSchema(SETTINGS[key].schema);
  const one = numberShape.safeParse(described);
  const shapes = one.success ? { "": one.data } : objectShape.parse(described).properties;
  const words = SETTING_WORDS[key].fields;
  const order = Object.keys(words);
  return Object.entries(shapes)
    .toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .map(([name, shape]) => ({
      name,
      // A field added to a setting before it has words is still shown, by its own name.
      label: words[name]?.label ?? name,
      unit: words[name]?.unit ?? "points",
      minimum: shape.minimum,
      maximum: shape.maximum,
      isWhole: shape.type === "integer",
    }));
}

/** What is typed into the fields, by their names. */
export type TypedValue = Readonly<Record<string, string>>;

/** A value's number of a field; null when it has none. */
export function numberOf(value: unknown, { name }: Pick<SettingField, "name">): number | null {
  const found: unknown =
    name === "" ? value : typeof value === "object" && value !== null ? Reflect.get(value, name) : null;
  return typeof found === "number" ? found : null;
}

/** Whether two values have the same numbers; the order in which they are kept says nothing. */
export function isSameValue(fields: readonly SettingField[], one: unknown, other: unknown): boolean {
  return fields.every((field) => numberOf(one, field) === numberOf(other, field));
}

/** A number of a field as it is typed, without its unit: a share of 0.9 is 90. */
export function typedNumber(value: number, { unit }: Pick<SettingField, "unit">): string {
  // 0.07 × 100 is 7.000000000000001: what was typed as 7 must be read as 7.
  return String(unit === "share" ? Number((value * 100).toFixed(8)) : value);
}

/** A value as it is first put into the fields. */
export function typedValue(fields: readonly SettingField[], value: unknown): TypedValue {
  return Object.fromEntries(
    fields.map((field) => {
      const found = numberOf(value, field);
      return [field.name, found === null ? "" : typedNumber(found, field)];
    }),
  );
}

/** `90 %`, `15 pts`, `720 min`. */
export function formatField(value: number, field: Pick<SettingField, "unit">): string {
  return `${typedNumber(value, field).replace("-", "\u2212")}\u00a0${unitText(field.unit)}`;
}

export type ReadValue =
  | { readonly ok: true; readonly value: unknown }
  /** In words, by field; under "*" what concerns several of them. */
  | { readonly ok: false; readonly problems: Readonly<Record<string, string>> };

/** What was typed as the setting's value, or what is wrong with it, in words at the field. */
export function readTyped(key: SettingKey, fields: readonly SettingField[], typed: TypedValue): ReadValue {
  const problems: Record<string, string> = {};
  const numbers: Record<string, number> = {};
  for (const field of fields) {
    const text = (typed[field.name] ?? "").trim().replace(",", ".");
    const problem = problemOf(text, field);
    if (problem !== null) problems[field.name] = problem;
    numbers[field.name] = field.unit === "share" ? Number((Number(text) / 100).toFixed(10)) : Number(text);
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const value: unknown = numbers[""] ?? numbers;
  const parsed = SETTINGS[key].schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0] ?? "*");
    problems[name] = inWords(issue.message, fields);
  }
  return { ok: false, problems };
}

function problemOf(text: string, field: SettingField): string | null {
  if (text === "") return "Must be a number, not empty.";
  const typed = Number(text);
  if (!Number.isFinite(typed)) return `“${text}” is no number.`;
  if (field.isWhole && !Number.isInteger(typed)) return "Must be a whole number.";
  const value = field.unit === "share" ? typed / 100 : typed;
  if (value < field.minimum || value > field.maximum)
    return `Must be between ${typedNumber(field.minimum, field)} and ${formatField(field.maximum, field)}.`;
  return null;
}

/** The schema names fields as the API does; people see their labels. */
function inWords(message: string, fields: readonly SettingField[]): string {
  const named = fields
    .filter(({ name }) => name !== "")
    .reduce(
      (text, { name, label }) => text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), `“${label}”`),
      message,
    );
  return `${named.charAt(0).toUpperCase()}${named.slice(1)}.`;
}

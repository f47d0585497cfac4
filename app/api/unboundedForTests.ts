import { z } from "zod";

type Schema = Readonly<Record<string, unknown>>;

/** A digit, or a class, so many times: `^\d{1,9}$` has an end, `^\d+$` has none. */
const ENDLESS = /[*+]|\{\d+,\}/;

/**
 * What of an input may be as large as a client likes: strings without a greatest length, arrays without a greatest number
 * of items, numbers without both ends, records of any keys, values of any shape. `where.it.is: what`.
 */
export function findUnbounded(schema: z.ZodType, part: string): readonly string[] {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return [...walk(json as Schema, part)];
}

function* walk(schema: Schema, at: string): Generator<string> {
  const choices = [schema["anyOf"], schema["oneOf"], schema["allOf"]].filter(Array.isArray).flat();
  for (const choice of choices) yield* walk(choice as Schema, at);
  // What is referred to is a schema of its own, whose parts are parsed one by one.
  if (choices.length > 0 || "$ref" in schema || "const" in schema || "enum" in schema) return;
  const types = [schema["type"]].flat();
  for (const type of types) yield* walkType({ ...schema, type }, at);
}

function* walkType(schema: Schema, at: string): Generator<string> {
  switch (schema["type"]) {
    case "string":
      if (!isBoundedText(schema)) yield `${at}: string`;
      return;
    case "array":
      if (typeof schema["maxItems"] !== "number") yield `${at}: array`;
      yield* walk((schema["items"] ?? {}) as Schema, `${at}[]`);
      return;
    case "integer":
    case "number":
      if (!isBoundedNumber(schema)) yield `${at}: number`;
      return;
    case "object":
      yield* walkObject(schema, at);
      return;
    case "boolean":
    case "null":
      return;
    default:
      yield `${at}: anything`;
  }
}

function* walkObject(schema: Schema, at: string): Generator<string> {
  for (const [name, field] of Object.entries((schema["properties"] ?? {}) as Record<string, Schema>))
    yield* walk(field, `${at}.${name}`);
  const others = schema["additionalProperties"];
  if (others === false) return;
  if (typeof schema["maxProperties"] !== "number") yield `${at}: any keys`;
  else if (typeof others === "object") yield* walk(others as Schema, `${at}.*`);
}

function isBoundedText({ maxLength, pattern }: Schema): boolean {
  if (typeof maxLength === "number") return true;
  if (typeof pattern !== "string" || !/^\^.*\$$/.test(pattern)) return false;
  return !ENDLESS.test(pattern.replaceAll(/\\./g, "x"));
}

/** zod gives whole numbers that have no end the greatest safe integer: said of a whole number, that is none. */
function isBoundedNumber({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): boolean {
  const ends = [minimum ?? exclusiveMinimum, maximum ?? exclusiveMaximum];
  return ends.every(
    (end) => typeof end === "number" && (type === "number" || Math.abs(end) < Number.MAX_SAFE_INTEGER),
  );
}

import fc from "fast-check";
import { hostileText } from "./hostileForTests.ts";

/** A JSON Schema as it stands in the API description. */
export type Schema = Readonly<Record<string, unknown>>;

/** By name of a field: values that mean something to the fleet under test, so that requests get past "not found". */
export type Vocabulary = Readonly<Record<string, readonly unknown[]>>;

export interface SchemaScene {
  /** What `#/…` refers into. */
  readonly document: Schema;
  readonly vocabulary: Vocabulary;
  readonly allows: (schema: Schema, value: unknown) => boolean;
}

/** Deeper than this, what may be left out is left out: schemas refer to themselves. */
const DEEPEST = 6;

/** Values that a schema allows, those that mean something more often than others. `field`: what it is called. */
export function arbitraryOf(
  schema: Schema,
  scene: SchemaScene,
  field = "",
  depth = 0,
): fc.Arbitrary<unknown> {
  const made = arbitraryByForm(schema, scene, field, depth);
  const known = (scene.vocabulary[field] ?? []).filter((value) => scene.allows(schema, value));
  if (known.length === 0) return made;
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: made });
}

function arbitraryByForm(schema: Schema, scene: SchemaScene, field: string, depth: number) {
  const { $ref: reference } = schema;
  if (typeof reference === "string")
    return arbitraryOf(schemaAt(scene.document, reference), scene, field, depth + 1);
  if ("const" in schema) return fc.constant(schema["const"]);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...schema["enum"]);
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices))
    return fc.oneof(...choices.map((one: Schema) => arbitraryOf(one, scene, field, depth + 1)));
  switch (schema["type"]) {
    case "object":
      return objectOf(schema, scene, depth);
    case "array":
      return arrayOf(schema, scene, field, depth);
    case "string":
      return textOf(schema, scene);
    case "integer":
      return integerOf(schema);
    case "number":
      return numberOf(schema);
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** What a reference within the document leads to. */
export function schemaAt(document: Schema, reference: string): Schema {
  const steps = reference.replace(/^#\//, "").split("/");
  const found = steps
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((part, step) => (part as Schema | undefined)?.[step], document);
  if (found === undefined) throw new Error(`${reference} leads nowhere`);
  return found as Schema;
}

function objectOf(schema: Schema, scene: SchemaScene, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema["properties"] ?? {}) as Record<string, Schema>);
  const required = new Set((schema["required"] ?? []) as string[]);
  const kept = properties.filter(([name]) => depth < DEEPEST || required.has(name));
  const model = Object.fromEntries(
    kept.map(([name, one]) => [name, arbitraryOf(one, scene, name, depth + 1)]),
  );
  const requiredKeys = kept.map(([name]) => name).filter((name) => required.has(name));
  return fc.record(model, { requiredKeys, noNullPrototype: true });
}

function arrayOf(schema: Schema, scene: SchemaScene, field: string, depth: number): fc.Arbitrary<unknown> {
  const items = (schema["items"] ?? {}) as Schema;
  const least = numberAt(schema, "minItems", 0);
  const most = Math.min(numberAt(schema, "maxItems", 4), Math.max(least, depth < DEEPEST ? 4 : 0));
  return fc.array(arbitraryOf(items, scene, field, depth + 1), { minLength: least, maxLength: most });
}

function textOf(schema: Schema, { vocabulary }: SchemaScene): fc.Arbitrary<string> {
  const { format, pattern } = schema;
  const [addresses, instants] = [vocabulary["url"] ?? [], vocabulary["from"] ?? []];
  if (format === "uri") return fc.constantFrom(...(addresses as string[]));
  if (format === "date-time") {
    const date = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true });
    return fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...(instants as string[])) },
      { weight: 1, arbitrary: date.map((one) => one.toISOString()) },
    );
  }
  const least = numberAt(schema, "minLength", 0);
  const most = numberAt(schema, "maxLength", 300);
  if (typeof pattern === "string" && !pattern.includes("\\p{")) return fc.stringMatching(new RegExp(pattern));
  return textsOf(least, most);
}

/** Schemas ask for the same lengths again and again, and to make one of these takes longer than all that is drawn of it. */
const textsByLength = new Map<string, fc.Arbitrary<string>>();

function textsOf(least: number, most: number): fc.Arbitrary<string> {
  const known = textsByLength.get(`${least} ${most}`);
  if (known !== undefined) return known;
  const length = { minLength: least, maxLength: Math.min(most, 40) };
  const texts = fc.oneof(fc.string({ unit: "binary", ...length }), fc.string(length), hostileText);
  const made = texts.map((text) => (text.length < least ? text.padEnd(least, "x") : text.slice(0, most)));
  textsByLength.set(`${least} ${most}`, made);
  return made;
}

function integerOf(schema: Schema): fc.Arbitrary<number> {
  const least = Math.max(
    numberAt(schema, "minimum", -1_000),
    numberAt(schema, "exclusiveMinimum", -1_001) + 1,
  );
  const most = numberAt(schema, "maximum", 1_000_000);
  const small = fc.integer({ min: least, max: Math.min(most, Math.max(least, 0) + 10) });
  const any = fc.maxSafeInteger().map((one) => Math.min(most, Math.max(least, one)));
  return fc.oneof({ weight: 4, arbitrary: small }, { weight: 1, arbitrary: any });
}

function numberOf(schema: Schema): fc.Arbitrary<number> {
  const least = Math.max(numberAt(schema, "minimum", -1e6), numberAt(schema, "exclusiveMinimum", -1e6));
  const most = numberAt(schema, "maximum", 1e6);
  const any = fc.double({ min: least, max: most, noNaN: true, minExcluded: "exclusiveMinimum" in schema });
  return fc.oneof(
    any,
    any.map((one) => Math.min(most, Math.ceil(one))),
  );
}

function numberAt(schema: Schema, name: string, otherwise: number): number {
  const value = schema[name];
  return typeof value === "number" ? value : otherwise;
}

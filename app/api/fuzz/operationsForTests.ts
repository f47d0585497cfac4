import fc from "fast-check";
import { brokenValue, hostileText, jsonText, type SentBody, spoiling } from "./hostileForTests.ts";
import { arbitraryOf, type Schema, type SchemaScene } from "./schemaArbitraryForTests.ts";

export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** By content type. */
  readonly bodies: Readonly<Record<string, Schema>>;
  readonly responses: Readonly<Record<string, Schema>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** A request as it is sent. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array<ArrayBuffer> | null;
}

/** Every operation that the description has, in its order. */
export function operationsOf(document: Schema): readonly Operation[] {
  return Object.entries(document["paths"] as Record<string, Record<string, Schema>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, one]) => {
        const body = one["requestBody"] as { content: Record<string, { schema: Schema }> } | undefined;
        return {
          method: method.toUpperCase(),
          path,
          parameters: one["parameters"] as readonly Parameter[],
          bodies: Object.fromEntries(
            Object.entries(body?.content ?? {}).map(([type, { schema }]) => [type, schema]),
          ),
          responses: one["responses"] as Record<string, Schema>,
        };
      }),
  );
}

const ACCEPTED = ["application/json", "*/*", "text/csv", "text/event-stream", "image/png", ";;,"];

/** Requests to an operation with all that its schemas allow. */
export function validRequest(operation: Operation, scene: SchemaScene): fc.Arbitrary<FuzzRequest> {
  return requestOf(operation, {
    parameter: (one) => arbitraryOf(one.schema, scene, nameOf(operation, one)).map(textOfParameter),
    body: bodyOf(operation, (schema) => arbitraryOf(schema, scene, operation.path)),
  });
}

/** Requests in which something is wrong: a parameter, the body's value, or its bytes. */
export function brokenRequest(operation: Operation, scene: SchemaScene): fc.Arbitrary<FuzzRequest> {
  const parameter = (one: Parameter) =>
    fc.oneof(
      { weight: 3, arbitrary: arbitraryOf(one.schema, scene, nameOf(operation, one)).map(textOfParameter) },
      { weight: 1, arbitrary: hostileText },
      { weight: 1, arbitrary: brokenValue(arbitraryOf(one.schema, scene)).map(textOfParameter) },
    );
  const value = bodyOf(operation, (schema) => brokenValue(arbitraryOf(schema, scene, operation.path)));
  const valid = bodyOf(operation, (schema) => arbitraryOf(schema, scene, operation.path));
  const spoilt = fc.tuple(valid, spoiling).map(([body, spoil]) => spoil(body ?? NO_BODY));
  return requestOf(operation, { parameter, body: fc.oneof({ weight: 3, arbitrary: value }, spoilt) });
}

const NO_BODY: SentBody = { bytes: new Uint8Array(new TextEncoder().encode("{}")), headers: {} };

/** Within an address `id` is of what stands before it: `plans.id`. */
function nameOf({ path }: Operation, { name, in: place }: Parameter): string {
  const before = path.split(`/{${name}}`)[0]?.split("/").at(-1) ?? "";
  return place === "path" && name === "id" ? `${before}.id` : name;
}

function textOfParameter(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined ? "" : JSON.stringify(value);
}

function bodyOf(
  { bodies }: Operation,
  make: (schema: Schema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<SentBody | null> {
  const forms = Object.entries(bodies).map(([type, schema]) =>
    make(schema).map((value): SentBody => {
      const text = type === "application/json" || typeof value !== "string" ? jsonText(value) : value;
      return { bytes: new Uint8Array(new TextEncoder().encode(text)), headers: { "content-type": type } };
    }),
  );
  return forms.length === 0 ? fc.constant(null) : fc.oneof(...forms);
}

function requestOf(
  operation: Operation,
  {
    parameter,
    body,
  }: { parameter: (one: Parameter) => fc.Arbitrary<string>; body: fc.Arbitrary<SentBody | null> },
): fc.Arbitrary<FuzzRequest> {
  const ofPlace = (place: string) => operation.parameters.filter((one) => one.in === place);
  const parts = (place: string) =>
    fc.record(Object.fromEntries(ofPlace(place).map((one) => [one.name, parameter(one)])), {
      requiredKeys: ofPlace(place).flatMap((one) => (one.required ? [one.name] : [])),
      noNullPrototype: true,
    }) as fc.Arbitrary<Record<string, string>>;
  const accept = fc.oneof(
    { weight: 6, arbitrary: fc.constant("application/json") },
    fc.constantFrom(...ACCEPTED),
  );
  return fc
    .record({ path: parts("path"), query: parts("query"), body, accept })
    .map(({ path, query, body: sent, accept: form }) => ({
      method: operation.method,
      path: `${addressOf(operation.path, path)}${queryOf(query)}`,
      headers: { accept: form, ...sent?.headers },
      bytes: operation.method === "GET" || sent === null ? null : sent.bytes,
    }));
}

/** Dots and nothing at all are an address of something else: the URL itself would take them away. */
function addressOf(pattern: string, values: Readonly<Record<string, string>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const text = (values[name] ?? "").toWellFormed();
    return /^\.{0,2}$/.test(text) ? "..." : encodeURIComponent(text);
  });
}

function queryOf(values: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(values).toString();
  return text === "" ? "" : `?${text}`;
}

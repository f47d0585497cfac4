import { type Schema, TypeNames } from "./typeNames.ts";

/** The parts of an OpenAPI 3.1 document that types are made of; schemas stand where they are used. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Answer>>;
  };
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Answer | { readonly $ref: string }>>;
}

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: Schema;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

interface Answer {
  readonly content?: Content;
}

const HEAD = `// Made by \`npm run client\` from the API description, and never by hand.
// The shape of \`paths\` is the one that openapi-fetch reads.
`;

/**
 * The TypeScript of a document: `paths`, which openapi-fetch gives its types by, and a named type for every body, every
 * answer and whatever else is used more than once. The same document always gives the same text.
 *
 * Written here, because openapi-typescript asks for the compiler API of TypeScript 5, which 7 does not have any more (and
 * beside it would take its place as \`tsc\`), and writes each schema out wherever it is used: 38,000 lines of this document.
 */
export function writeClientTypes(document: ApiDocument): string {
  const names = new TypeNames();
  for (const [name, schema] of Object.entries(document.components.schemas)) names.reserve(name, schema);
  for (const operation of operationsOf(document)) noteOperation(names, operation);
  const { responses } = document.components;
  const failures = Object.entries(responses).map(
    ([name, answer]) => `  ${name}: ${writeAnswer(names, answer, name)};`,
  );
  const paths = Object.entries(document.paths).map(([path, methods]) => {
    const written = inOrder(methods).map(
      ([method, operation]) =>
        `    /** ${operation.summary} */\n    ${method}: ${writeOperation(names, operation)};`,
    );
    return `  "${path}": {\n${written.join("\n")}\n  };`;
  });
  return [
    HEAD,
    `export interface paths {\n${paths.join("\n")}\n}\n`,
    `/** What can be answered instead. */\nexport interface Refusals {\n${failures.join("\n")}\n}\n`,
    ...names.declarations(),
  ].join("\n");
}

function operationsOf(document: ApiDocument): Operation[] {
  return Object.values(document.paths).flatMap((methods) =>
    inOrder(methods).map(([, operation]) => operation),
  );
}

/** Which method of an address comes first depends on how modules are loaded; here it is the alphabet. */
function inOrder(methods: ApiDocument["paths"][string]): [string, Operation][] {
  return Object.entries(methods).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** Bodies and answers are named whatever else is, so that who calls can speak of them. */
function noteOperation(names: TypeNames, { operationId, requestBody, responses }: Operation): void {
  for (const { schema } of Object.values(requestBody?.content ?? {}))
    names.note(schema, `${upperFirst(operationId)}Body`);
  for (const answer of Object.values(responses)) {
    if ("$ref" in answer) continue;
    for (const { schema } of Object.values(answer.content ?? {}))
      names.note(schema, `${upperFirst(operationId)}Answer`);
  }
}

function writeOperation(names: TypeNames, operation: Operation): string {
  const body = operation.requestBody?.content;
  const answers = Object.entries(operation.responses).map(([status, answer]) =>
    "$ref" in answer
      ? `        ${status}: Refusals["${lastPart(answer.$ref)}"];`
      : `        ${status}: ${writeAnswer(names, answer, `${upperFirst(operation.operationId)}Answer`)};`,
  );
  return [
    "{",
    ...writeParameters(names, operation),
    ...(body === undefined
      ? []
      : [
          `      requestBody: { content: ${writeContent(names, body, `${upperFirst(operation.operationId)}Body`)} };`,
        ]),
    `      responses: {\n${answers.join("\n")}\n      };`,
    "    }",
  ].join("\n");
}

function writeParameters(names: TypeNames, { parameters, operationId }: Operation): string[] {
  const places = (["path", "query", "header"] as const).flatMap((place) => {
    const own = parameters.filter((one) => one.in === place);
    if (own.length === 0) return [];
    const fields = own.map(
      ({ name, required, schema }) =>
        `${quoted(name)}${required ? "" : "?"}: ${names.write(schema, upperFirst(operationId))}`,
    );
    const isNeeded = own.some(({ required }) => required);
    return [`${place}${isNeeded ? "" : "?"}: { ${fields.join("; ")} }`];
  });
  return places.length === 0 ? [] : [`      parameters: { ${places.join("; ")} };`];
}

function writeAnswer(names: TypeNames, { content }: Answer, owner: string): string {
  return content === undefined
    ? "{ content?: never }"
    : `{ content: ${writeContent(names, content, owner)} }`;
}

function writeContent(names: TypeNames, content: Content, owner: string): string {
  const forms = Object.entries(content).map(
    ([type, { schema }]) => `${quoted(type)}: ${names.write(schema, owner)}`,
  );
  return `{ ${forms.join("; ")} }`;
}

function lastPart(reference: string): string {
  return reference.split("/").at(-1) ?? "";
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import type { Operation } from "./operationsForTests.ts";
import type { Schema } from "./schemaArbitraryForTests.ts";

/** What an answer must not tell of the machine or the program: paths, stacks, SQL, names of libraries. */
const INNARDS =
  /\bat \S+ \(|\.(ts|js|mjs):\d+|node_modules|\/(home|root|srv|tmp|usr|var)\/|prisma|postgres|\bP\d{4}\b|\b(select .+ from|insert into|delete from|update \S+ set)\b|syntax error at|violates|relation "|sqlstate/i;

/** RFC 3339, in UTC. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

export interface JudgedAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Holds answers to what the API description says of them, with a validator that knows nothing of how they were made. */
export class AnswerJudge {
  private readonly document: Schema;
  private readonly ajv: Ajv2020;
  private readonly compiled = new Map<Schema, ValidateFunction>();
  private readonly known = new Map<string, ValidateFunction>();

  constructor(document: Schema) {
    this.document = document;
    // Each validator is asked a few times: making it shorter would cost more than it saves.
    const code = { optimize: false };
    this.ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: false, code });
    this.ajv.addFormat("date-time", INSTANT);
    this.ajv.addFormat("uri", (text) => URL.canParse(text));
    this.ajv.addSchema(document, "api");
  }

  /** Whether a value is as a schema of the description says; the schema is named by where it stands there, or is it. */
  allows(schema: Schema, value: unknown): boolean {
    const known = this.compiled.get(schema) ?? this.ajv.compile(this.rooted(schema));
    this.compiled.set(schema, known);
    return known(value) === true;
  }

  /** References within a part of the description lead to its root. */
  private rooted(schema: Schema): Schema {
    return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"api#/')) as Schema;
  }

  /** What is wrong with an answer; null = nothing. */
  faultOf(operation: Operation, { status, headers, text }: JudgedAnswer): string | null {
    const declared = operation.responses[String(status)];
    if (status >= 500) return `${status}: ${text}`;
    if (declared === undefined) return `${status} is not described: ${text}`;
    const type = headers.get("content-type")?.split(";")[0] ?? "";
    const place = `/paths/${pointer(operation.path)}/${operation.method.toLowerCase()}/responses/${status}`;
    const { $ref: reference } = declared;
    const response = typeof reference === "string" ? reference.slice(1) : place;
    const content = this.at(response)["content"] as Readonly<Record<string, unknown>> | undefined;
    if (content === undefined) return text === "" ? null : `a body where none is described: ${text}`;
    if (!(type in content)) return `${status} as ${type}, which is not described`;
    if (status >= 400) return this.faultOfProblem(status, type, text);
    if (!type.endsWith("json")) return null;
    return this.mismatch(`api#${response}/content/${pointer(type)}/schema`, JSON.parse(text));
  }

  private faultOfProblem(status: number, type: string, text: string): string | null {
    if (INNARDS.test(text)) return `tells of its innards: ${text}`;
    // A protocol's own form, which the description names.
    if (type !== "application/problem+json") return null;
    const problem = JSON.parse(text) as { status: number; detail: string };
    if (problem.status !== status || problem.detail.length < 10) return `says too little: ${text}`;
    return this.mismatch("api#/components/schemas/Problem", problem);
  }

  private mismatch(reference: string, value: unknown): string | null {
    const validate = this.known.get(reference) ?? this.ajv.compile({ $ref: reference });
    this.known.set(reference, validate);
    if (validate(value)) return null;
    return `is not as described: ${this.ajv.errorsText(validate.errors)}: ${JSON.stringify(value).slice(0, 500)}`;
  }

  private at(place: string): Schema {
    const steps = place.split("/").slice(1);
    return steps.reduce<Schema>(
      (part, step) => part[step.replaceAll("~1", "/").replaceAll("~0", "~")] as Schema,
      this.document,
    );
  }
}

function pointer(text: string): string {
  return text.replaceAll("~", "~0").replaceAll("/", "~1");
}

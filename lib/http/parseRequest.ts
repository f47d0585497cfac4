import type { z } from "zod";
import { err, type FieldError, ok, type Result } from "../core/index.ts";
import { BodyError, BodyInterruptedError, pumpBody } from "../telemetry/index.ts";
import { holdBytes } from "./bodyBudget.ts";
import { whyTooMuchJson } from "./jsonBounds.ts";
import type { Problem } from "./problem.ts";
import { findRefusedText } from "./refusedText.ts";

/** `registries[3].replicas[0].homeStamp` */
export function formatPath(path: readonly PropertyKey[]): string {
  let text = "";
  for (const part of path) {
    if (typeof part === "number") text += `[${part}]`;
    else text += text === "" ? String(part) : `.${String(part)}`;
  }
  return text;
}

const MOST_ERRORS = 100;

/** What zod found, one entry a place; an unknown field is named itself. */
export function fieldErrors(error: z.core.$ZodError): readonly FieldError[] {
  return error.issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            path: formatPath([...issue.path, key]),
            message: "is not a field known here: check its spelling",
          }))
        : [{ path: formatPath(issue.path), message: sentence(issue.message) }],
    )
    .slice(0, MOST_ERRORS);
}

/** zod's messages stand alone ("Invalid input: expected string"); ours go on from the name of the field. */
function sentence(message: string): string {
  return message
    .replace(/^Invalid input: /, "is wrong: ")
    .replace(/^Too /, "is too ")
    .replace(/^Invalid /, "is no valid ");
}

/**
 * Parses one part of a request (`query`, `body`, `address`) strictly. 400 with every place that is wrong, and for text that no
 * schema could let through, since it could not be kept as it came.
 */
export function parsePart<Schema extends z.ZodType>(
  schema: Schema,
  sent: unknown,
  part: string,
): Result<z.output<Schema>, Problem> {
  const refused = findRefusedText(sent);
  if (refused !== null) {
    const where = refused.path === "" ? `The ${part}` : refused.path;
    const detail = `In the ${part}: ${where} ${refused.message}.`;
    return err({ status: 400, detail, errors: [refused] });
  }
  const parsed = schema.safeParse(sent);
  if (parsed.success) return ok(parsed.data);
  const errors = fieldErrors(parsed.error);
  const first = errors[0];
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
  const where = first && first.path !== "" ? first.path : `The ${part}`;
  return err({
    status: 400,
    detail: `In the ${part}: ${where} ${first?.message ?? "is wrong"}${more}.`,
    errors,
  });
}

/** A query string as an object. A name that is given twice is refused: which one was meant cannot be known. */
export function readQuery(search: URLSearchParams): Result<Readonly<Record<string, string>>, Problem> {
  const query: Record<string, string> = {};
  for (const [name, value] of search) {
    if (Object.hasOwn(query, name)) {
      const errors = [{ path: name, message: "is given twice" }];
      return err({ status: 400, detail: `In the query: ${name} is given twice.`, errors });
    }
    Object.defineProperty(query, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return ok(query);
}

/** `json_or_csv`: a table comes to the body's schema as `{csv: text}`. `bytes`: as they are, whatever they are. */
export type BodyForm = "json" | "csv" | "json_or_csv" | "bytes";

/** The bytes of a body, decoded. 400 broken, 413 too large, 415 unknown encoding, 503 where all bodies are too much. */
export async function readBytes(request: Request, limitBytes: number): Promise<Result<Uint8Array, Problem>> {
  const chunks: Uint8Array[] = [];
  const length = request.headers.get("content-length");
  let full: Problem | null = null;
  try {
    await pumpBody(
      request.body,
      {
        write: (chunk) => {
          full ??= holdBytes(request, chunk.length);
          if (full === null) chunks.push(chunk.slice());
        },
      },
      {
        contentEncoding: request.headers.get("content-encoding"),
        contentLength: length === null ? null : Number(length),
        maxDecodedBytes: limitBytes,
      },
    );
  } catch (error) {
    const problem = problemOfBody(error);
    if (problem) return err(problem);
    throw error;
  }
  return full === null ? ok(Buffer.concat(chunks)) : err(full);
}

/** What a body that cannot be read on is answered; null for an error that is not about the body. */
export function problemOfBody(error: unknown): Problem | null {
  if (error instanceof BodyInterruptedError) {
    return { status: 400, detail: `Nothing was stored: ${error.message}. Send it again, whole.` };
  }
  if (!(error instanceof BodyError)) return null;
  const errors = error.path === null ? [] : [{ path: error.path, message: error.detail }];
  return { status: error.status, detail: error.detail, errors };
}

const WANTED: Readonly<Record<BodyForm, string>> = {
  json: "application/json",
  csv: "text/csv",
  json_or_csv: "application/json or text/csv",
  bytes: "application/octet-stream",
};
const JSON_TYPES = /^application\/(json|[\w.+-]+\+json)$/;

/** A body that is sent as JSON, or as CSV text where a route takes that. */
export function decodeBody(
  bytes: Uint8Array,
  contentType: string | null,
  form: BodyForm,
): Result<unknown, Problem> {
  const type = (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  if (form === "bytes") {
    if (type === "" || type === WANTED.bytes) return ok(bytes);
    return err({ status: 415, detail: `Content-Type ${type} is not read here: send ${WANTED.bytes}.` });
  }
  const isCsv = form === "csv" || (form === "json_or_csv" && type === "text/csv");
  if (type !== "" && !(isCsv ? type === "text/csv" : JSON_TYPES.test(type))) {
    return err({ status: 415, detail: `Content-Type ${type} is not read here: send ${WANTED[form]}.` });
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return err({ status: 400, detail: "The body is not UTF-8." });
  }
  if (isCsv) return ok(form === "csv" ? text : { csv: text });
  if (text.trim() === "") return err({ status: 400, detail: "The body is empty: send a JSON object." });
  const tooMuch = whyTooMuchJson(bytes);
  if (tooMuch !== null) return err({ status: 400, detail: `The body ${tooMuch}.` });
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : "it cannot be read";
    return err({ status: 400, detail: `The body is not JSON: ${why}.` });
  }
}

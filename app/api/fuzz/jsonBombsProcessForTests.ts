import { decodeBody, parsePart } from "#lib/http/parseRequest.ts";
import { mostHeldMebibytes } from "#lib/telemetry/decode/fuzz/mostHeldForTests.ts";
import { allRoutes } from "../description.ts";

/**
 * Gives every schema of a JSON body, in a process of its own, what is much for its bytes; says on its output how each was
 * answered, and how much memory all took together.
 */
const MEBIBYTE = 1_048_576;
/** What a body of the inventory may be. */
const GREATEST = 64 * MEBIBYTE;

const filled = (start: string, again: string, end: string, bytes: number) =>
  `${start}${again.repeat(Math.floor((bytes - start.length - end.length) / again.length))}${end}`;

const bombs = (bytes: number): Readonly<Record<string, () => string>> => ({
  "brackets that open": () => "[".repeat(bytes),
  "lists in lists": () => "[".repeat(bytes / 2) + "]".repeat(bytes / 2),
  "objects in objects": () => `${'{"a":'.repeat(bytes / 6)}1${"}".repeat(bytes / 6)}`,
  numbers: () => filled('{"registries":[', "0,", "0]}", bytes),
  "empty objects": () => filled('{"regions":[{"name":"a","stamps":[', "{},", "{}]}]}", bytes),
  "one text": () => filled('{"name":"', "x", '"}', bytes),
  "one number": () => filled('{"name":', "9", "}", bytes),
  "one name": () => filled('{"', "x", '":1}', bytes),
});

const answers: { readonly route: string; readonly bomb: string; readonly status: number }[] = [];
const before = mostHeldMebibytes();
for (const { method, path, bodies } of allRoutes()) {
  const { "application/json": schema } = bodies;
  if (schema === undefined || typeof schema === "string") continue;
  const isGreatest = path === "/api/v1/inventory";
  for (const [bomb, make] of Object.entries(bombs(isGreatest ? GREATEST : MEBIBYTE / 4))) {
    const decoded = decodeBody(new TextEncoder().encode(make()), "application/json", "json");
    const parsed = decoded.ok ? parsePart(schema, decoded.value, "body") : decoded;
    answers.push({ route: `${method} ${path}`, bomb, status: parsed.ok ? 200 : parsed.error.status });
  }
}
const grownMebibytes = mostHeldMebibytes() - before;
process.stdout.write(JSON.stringify({ answers, grownMebibytes }));

import { type FieldError, whyRefusedText } from "../core/index.ts";

/** A list or an object on the way down: what of it is still to be looked at. */
interface Level {
  readonly parts: Iterator<readonly [number | string, unknown]>;
  key: number | string;
}

/** The first text, or name of a field, in what was sent that is refused whatever its schema says. */
export function findRefusedText(sent: unknown): FieldError | null {
  // A stack of its own, since what was sent may be nested deeper than calls may be; places are named only where one is
  // told, since there may be millions of them.
  const levels: Level[] = [{ parts: [["", sent] as const].values(), key: "" }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const next = level.parts.next();
    if (next.done === true) {
      levels.pop();
      continue;
    }
    const [key, value] = next.value;
    level.key = key;
    const message = typeof value === "string" ? whyRefusedText(value) : null;
    if (message !== null) return { path: pathOf(levels), message };
    if (typeof value !== "object" || value === null) continue;
    const name = Array.isArray(value) ? undefined : Object.keys(value).find((one) => whyRefusedText(one));
    if (name !== undefined)
      return { path: pathOf(levels), message: `has a field whose name ${whyRefusedText(name)}` };
    levels.push({ parts: Array.isArray(value) ? value.entries() : entriesOf(value), key: "" });
  }
  return null;
}

function* entriesOf(value: object): Generator<readonly [string, unknown], undefined> {
  for (const name of Object.keys(value)) yield [name, Reflect.get(value, name)];
  return undefined;
}

function pathOf(levels: readonly Level[]): string {
  const keys = levels.slice(1).map(({ key }) => (typeof key === "number" ? `[${key}]` : `.${key}`));
  return keys.join("").replace(/^\./, "");
}

/**
 * The one text of a JSON value, by RFC 8785 (JSON Canonicalization Scheme): no white space, the keys of each object in the
 * order of their UTF-16 code units, strings and numbers as ECMAScript writes them. A key whose value is undefined is left
 * out. Throws a TypeError for what JSON cannot say: a number that is not finite, a function.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value)
      .filter(([, one]) => one !== undefined)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`);
    return `{${members.join(",")}}`;
  }
  const isNumber = typeof value === "number" && Number.isFinite(value);
  if (value !== null && !isNumber && typeof value !== "string" && typeof value !== "boolean")
    throw new TypeError(`${String(value)} cannot be written as JSON`);
  return JSON.stringify(value);
}

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonicalJson.ts";

describe("the canonical form", () => {
  test("is the one of RFC 8785, section 3.2.3: keys by UTF-16 code units, not by code points", () => {
    const names = { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, ö: 7 };
    expect(canonicalJson(names)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    );
  });

  test.each([
    [[56.0, 1e30, 4.5, 2e-3, 1e-27, -0], "[56,1e+30,4.5,0.002,1e-27,0]"],
    [{ b: [], a: { d: null, c: undefined } }, '{"a":{"d":null},"b":[]}'],
    ['\u000f\n"\\/', '"\\u000f\\n\\"\\\\/"'],
  ])("of %j is %s", (value, text) => expect(canonicalJson(value)).toBe(text));

  test("does not depend on the order of keys, and says the same value", () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(Object.entries(value).reverse())
          : value;
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, [undefined], 1n])("of %s is none", (value) =>
    expect(() => canonicalJson(value)).toThrow(TypeError),
  );
});

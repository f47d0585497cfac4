import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SETTING_KEYS, SETTINGS } from "#lib/fleet/settings.ts";
import { fieldsOf, formatField, numberOf, readTyped, typedNumber, typedValue } from "./settingFields.ts";
import { SETTING_WORDS } from "./settingWords.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const problemsOf = (key: Parameters<typeof fieldsOf>[0], typed: Record<string, string>) => {
  const read = readTyped(key, fieldsOf(key), typed);
  return read.ok ? {} : Object.fromEntries(Object.entries(read.problems).map(([k, v]) => [k, plain(v)]));
};

test.each(SETTING_KEYS)("every field of %s has its words, and no words are of a field it has not", (key) => {
  const names = fieldsOf(key).map(({ name }) => name);
  expect(names).toEqual(Object.keys(SETTING_WORDS[key].fields));
  expect(names.length).toBeGreaterThan(0);
});

test.each(SETTING_KEYS)("the default of %s, put into the fields, is read back as it was", (key) => {
  const fields = fieldsOf(key);
  expect(readTyped(key, fields, typedValue(fields, SETTINGS[key].default))).toEqual({
    ok: true,
    value: SETTINGS[key].default,
  });
});

test("any percentage typed for a share is read back as it was typed", () => {
  const share = { unit: "share" } as const;
  const fields = fieldsOf("sickNode");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), (hundredths) => {
      const text = String(hundredths / 100);
      const read = readTyped("sickNode", fields, { hottestShare: text, dropPoints: "15" });
      const found = read.ok ? numberOf(read.value, { name: "hottestShare" }) : null;
      expect(found === null ? null : typedNumber(found, share)).toBe(text);
    }),
  );
});

describe("what is wrong is said at the field", () => {
  test.each([
    ["", "Must be a number, not empty."],
    ["forty", "“forty” is no number."],
    ["101", "Must be between 0 and 100 %."],
    ["-1", "Must be between 0 and 100 %."],
  ])("a limit of “%s”: %s", (text, problem) => {
    expect(problemsOf("limitP95", { "": text })).toEqual({ "": problem });
  });

  test("whole minutes, and the bounds of a share in percent", () => {
    expect(problemsOf("staleMinutes", { "": "2.5" })).toEqual({ "": "Must be a whole number." });
    expect(problemsOf("sickNode", { hottestShare: "120", dropPoints: "15" })).toEqual({
      hottestShare: "Must be between 0 and 100 %.",
    });
  });

  test("what fields say together is said once, in the words of the page", () => {
    const falling = { normal: "50", warm: "40", hot: "65", critical: "80" };
    expect(problemsOf("thresholds", falling)["*"]).toMatch(/^Must rise: “normal from” </);
    expect(problemsOf("retention", { rawDays: "30", rollupDays: "10" })).toEqual({
      rollupDays: "Must not be under “minutes of nodes and registries”.",
    });
    expect(problemsOf("window", { minutes: "720", lookBackHours: "6", minimumCoverage: "90" })).toEqual({
      lookBackHours: "Must be at least as long as the window.",
    });
  });

  test("a decimal comma is understood", () => {
    expect(readTyped("limitP95", fieldsOf("limitP95"), { "": " 47,5 " })).toEqual({ ok: true, value: 47.5 });
  });
});

test("a field is written with its unit", () => {
  expect(plain(formatField(0.07, { unit: "share" }))).toBe("7 %");
  expect(plain(formatField(15, { unit: "points" }))).toBe("15 pts");
});

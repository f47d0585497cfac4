import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SETTING_KEYS, SETTINGS } from "#lib/fleet/settings.ts";
import { fieldTexts, formatSetting, formatSettingShort, readTyped, SETTING_FORMS } from "./settingForms.ts";

describe("settings as they are shown and typed", () => {
  test.each(SETTING_KEYS)("%s: its default is shown in words, and typed again it is the same", (key) => {
    const { default: value } = SETTINGS[key];
    expect(formatSetting(key, value)).not.toBe("not understood");
    expect(readTyped(key, fieldTexts(key, value))).toEqual({ ok: true, value });
  });

  test("a share that was typed in percent is stored as it was meant, without digits of the floating point", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), (percent) => {
        const typed = readTyped("coverage", ["100", String(percent)]);
        if (!typed.ok) throw new Error(typed.message);
        expect(fieldTexts("coverage", typed.value)).toEqual(["100", String(percent)]);
      }),
    );
  });

  test.each([
    ["thresholds", ["30", "50", "65", "80"], "30 · 50 · 65 · 80 %"],
    ["window", ["720", "24", "90"], "12 h of the last 24 h, 90 % covered"],
    ["limitP95", ["42,5"], "42.5 %"],
    ["retention", ["14", "400"], "14 days of minutes, 400 days of rollups"],
  ] as const)("%s reads %s as %s", (key, texts, words) => {
    const typed = readTyped(key, texts);
    if (!typed.ok) throw new Error(typed.message);
    expect(formatSetting(key, typed.value).replace(/\u00a0/g, " ")).toBe(words);
  });

  test("what is wrong is said in the words of the form", () => {
    const messageOf = (typed: ReturnType<typeof readTyped>) => (typed.ok ? "" : typed.message);
    expect(messageOf(readTyped("limitP95", [""]))).toBe("“Hot-node P95 stays under” needs a number.");
    expect(messageOf(readTyped("limitP95", ["12 %"]))).toContain("needs a number");
    expect(messageOf(readTyped("thresholds", ["30", "20", "65", "80"]))).toContain("must rise");
    expect(messageOf(readTyped("coverage", ["50", "90"]))).toContain("“State unknown under”");
    expect(messageOf(readTyped("retention", ["500", "400"]))).toBe(
      "“Rollups of every pool”: must not be under “Minutes of every node”.",
    );
    expect(readTyped("limitP95", ["101"]).ok).toBe(false);
  });

  test("a stored value of another shape is not shown as if it were understood", () => {
    expect(formatSetting("thresholds", 60)).toBe("not understood");
    expect(formatSettingShort("coverage", null)).toBe("not understood");
    expect(fieldTexts("limitP95", { limit: 60 })).toEqual([""]);
  });

  test("every setting has a form", () => {
    expect(Object.keys(SETTING_FORMS).sort()).toEqual([...SETTING_KEYS].sort());
  });
});

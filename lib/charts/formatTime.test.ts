import { describe, expect, test } from "vitest";
import {
  formatAgo,
  formatLocalTime,
  formatUtcDateTime,
  formatUtcDay,
  formatUtcSecond,
  formatUtcWindow,
} from "./formatTime.ts";

const NOW = Date.UTC(2026, 10, 21, 14, 32, 10);
const minute = (iso: string) => Date.parse(iso) / 60_000;
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("times as they are written", () => {
  test("are UTC whatever the machine's zone", () => {
    expect(formatUtcSecond(NOW)).toBe("14:32:10");
    expect(formatUtcDay(NOW)).toBe("Sat 21 Nov");
    expect(formatUtcDateTime(NOW, NOW)).toBe("21 Nov 14:32");
  });

  test("name the year only when it is another than now's", () => {
    expect(formatUtcDateTime(Date.UTC(2025, 0, 3), NOW)).toBe("3 Jan 2025 00:00");
  });

  test.each([
    ["2026-11-21T02:00:00Z", "2026-11-21T14:00:00Z", "21 Nov 02:00–14:00 UTC"],
    ["2026-11-20T20:00:00Z", "2026-11-21T08:00:00Z", "20 Nov 20:00 – 21 Nov 08:00 UTC"],
    ["2026-11-20T12:00:00Z", "2026-11-21T00:00:00Z", "20 Nov 12:00–00:00 UTC"],
  ])("the window %s to %s is %s", (from, to, text) => {
    expect(plain(formatUtcWindow(minute(from), minute(to), NOW))).toBe(text);
  });

  test("are given in the reader's zone on hover, with the zone's name", () => {
    expect(formatLocalTime(NOW, "America/Los_Angeles")).toMatch(/21 Nov 2026.*06:32.*(PST|GMT-8)/);
  });

  test.each([
    [30_000, "just now"],
    [240_000, "4 min ago"],
    [10_800_000, "3 h ago"],
    [8 * 86_400_000, "8 d ago"],
  ])("%d ms before now is %s", (before, text) => expect(plain(formatAgo(NOW - before, NOW))).toBe(text));
});

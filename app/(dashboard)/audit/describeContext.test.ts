import { expect, test } from "vitest";
import { describeContext } from "./describeContext.ts";

const NOW = Date.UTC(2026, 10, 22);

test("what an event rests on is read as plan, stamps, window and model, in this order", () => {
  const context = {
    model: { r2: 0.93, bins: 720 },
    window: { from: "2026-11-20T08:00:00Z", to: "2026-11-20T20:00:00Z" },
    stamps: ["wus-a", "wus-b"],
    version: 2,
    plan: 12,
  };
  const lines = describeContext(context, NOW);
  expect(lines.map(({ label }) => label)).toEqual(["Plan", "Stamps", "Window", "Model"]);
  expect(lines[0]?.text).toBe("plan 12, version 2");
  expect(lines[1]?.text).toBe("wus-a, wus-b");
  expect(lines[2]?.text).toMatch(/08:00 to .*20:00 UTC$/);
  expect(lines[3]?.text).toBe('{"r2":0.93,"bins":720}');
});

test("a plan's model is told by when it was computed, whose homes, and how well it fits", () => {
  const model = { computedAt: "2026-11-21T07:05:00.000Z", homesDigest: "0123456789abcdef" };
  expect(describeContext({ model }, NOW)[0]?.text).toBe("judged 21 Nov 07:05 UTC, homes 0123456789ab…");
  const pools = [{ r2: 0.971 }, { r2: 0.998 }];
  expect(describeContext({ model: { ...model, pools } }, NOW)[0]?.text).toMatch(
    /, 2 pools, R² 0\.97 to 1\.00$/,
  );
});

test("what it rests on may be nothing, and is shown as stored where it is of no known shape", () => {
  expect(describeContext(null, NOW)).toEqual([]);
  expect(describeContext({ stamps: ["a"] }, NOW)).toEqual([{ label: "Stamp", text: "a" }]);
  expect(describeContext({ window: "all" }, NOW)).toEqual([{ label: "Window", text: '"all"' }]);
});

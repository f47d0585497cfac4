import { expect, test } from "vitest";
import { Pieces } from "../core/index.ts";
import { renderExposition } from "./exposition.ts";

const labels = { region: "westus", stamp: 'wus "a"' };

test("families are text, a sample a line, and one without samples is left out", async () => {
  const families = [
    {
      name: "hot",
      help: "How hot\\\nit is",
      samples: [
        { labels, more: { window: "peak" }, value: 71.25 },
        { labels, value: Number.NaN },
        { labels: {}, more: { window: "peak" }, value: Number.POSITIVE_INFINITY },
      ],
    },
    { name: "none", help: "Nothing", samples: [] },
    { name: "frozen", help: "Frozen", samples: [{ labels: {}, value: 0 }] },
  ];
  const { contentType, parts } = await renderExposition(families, "application/openmetrics-text");
  expect(contentType).toContain("application/openmetrics-text");
  expect(Buffer.concat(parts).toString().split("\n")).toEqual([
    "# HELP hot How hot\\\\\\nit is",
    "# TYPE hot gauge",
    'hot{region="westus",stamp="wus \\"a\\"",window="peak"} 71.25',
    'hot{region="westus",stamp="wus \\"a\\""} NaN',
    'hot{window="peak"} +Inf',
    "# HELP frozen Frozen",
    "# TYPE frozen gauge",
    "frozen 0",
    "# EOF",
    "",
  ]);
});

test("requests that wait get their turns while a scrape is written", async () => {
  let [turns, isWritten] = [0, false];
  const wait = () => {
    turns++;
    if (!isWritten) setImmediate(wait);
  };
  setImmediate(wait);
  const samples = Array.from({ length: 5_120 }, () => ({ labels, value: 1 }));
  const { parts } = await renderExposition([{ name: "hot", help: "", samples }], "text/plain", new Pieces(0));
  isWritten = true;
  expect(Buffer.concat(parts).toString().split("\n")).toHaveLength(5_120 + 3);
  expect(turns).toBeGreaterThanOrEqual(5_120 / 256);
});

import { expect, test } from "vitest";
import { renderPromQl } from "./renderPromQl.ts";
import { renderSql } from "./renderSql.ts";

const window = { fromMinute: 29_540_280, toMinute: 29_541_000 };

test("the PromQL of a pool and window", () => {
  expect(renderPromQl({ stamp: "wus-a", pool: "dataproxy", window })).toBe(
    `quantile_over_time(0.95,
  max by (stamp, pool) (
    avg_over_time(node_cpu_percent{stamp="wus-a", pool="dataproxy"}[1m] offset -59999ms)
  )[12h:1m] @ 1772459999
)`,
  );
});

test("a window that is no whole number of hours is written in minutes", () => {
  const text = renderPromQl({ stamp: "a", pool: "b", window: { fromMinute: 0, toMinute: 90 } }, "cpu_busy");
  expect(text).toContain("[90m:1m]");
  expect(text).toContain("cpu_busy{");
});

test("no name breaks out of its quotes", () => {
  const query = { stamp: 'a"} or vector(1) #\\', pool: "o'brien; drop table x", window };
  expect(renderPromQl(query)).toContain(String.raw`stamp="a\"} or vector(1) #\\"`);
  expect(renderSql(query)).toContain("pool.name = 'o''brien; drop table x'");
});

import { describe, expect, test } from "vitest";
import type { BindingChange } from "#lib/fleet/bindings/queries.ts";
import type { Signal } from "#lib/fleet/index.ts";
import { annotationsOf, bindingEvents, deploymentEvents, signalEvent } from "./stampEvents.ts";

const START = Date.UTC(2026, 2, 1, 12);
const MINUTE = 60_000;

const arrived = (registry: string, atMs: number, otherStamp: string | null = "wus-b"): BindingChange => ({
  atMs,
  direction: "arrived",
  registry,
  tenant: "contoso-ltd",
  otherStamp,
  source: "inventory",
});

const signal: Signal = {
  id: "7",
  region: "westus",
  stamp: "wus-a",
  pool: "dataproxy",
  kind: "throttling",
  severity: "high",
  from: new Date(START).toISOString(),
  to: null,
  source: "storage-monitor",
  note: "egress at its limit",
  updatedAt: new Date(START).toISOString(),
};

describe("moves", () => {
  test("those between the same two stamps at about the same time are one event, the others their own", () => {
    const events = bindingEvents(
      [
        arrived("a", START),
        arrived("b", START + MINUTE),
        arrived("c", START + MINUTE, null),
        { ...arrived("d", START + 2 * MINUTE), direction: "left" },
        arrived("e", START + 60 * MINUTE),
      ],
      10 * MINUTE,
    );
    expect(events.map(({ title, fromMs, toMs }) => [title, fromMs - START, (toMs ?? 0) - START])).toEqual([
      ["2 registries arrived from wus-b", 0, MINUTE],
      ["c began here", MINUTE, MINUTE],
      ["d left for wus-b", 2 * MINUTE, 2 * MINUTE],
      ["e arrived from wus-b", 60 * MINUTE, 60 * MINUTE],
    ]);
    expect(events[0]?.detail).toBe("a (contoso-ltd), b (contoso-ltd)");
  });

  test("many names are counted, not listed, and every event has its own id", () => {
    const changes = Array.from({ length: 9 }, (_, index) => arrived(`r${index}`, START));
    expect(bindingEvents(changes, 0)[0]?.detail).toMatch(/^r0 .* and 3 more$/);
    const spread = Array.from({ length: 9 }, (_, index) => arrived("r", START + index * MINUTE));
    const ids = bindingEvents(spread, 0).map(({ id }) => id);
    expect(new Set(ids).size).toBe(9);
  });
});

describe("deployments", () => {
  const turn = (atMs: number, inDeployment: boolean) => ({
    id: String(atMs),
    at: new Date(atMs).toISOString(),
    actor: "deployer",
    before: { kind: "shared", inDeployment: !inDeployment },
    after: { kind: "shared", inDeployment },
  });
  const spans = (records: Parameters<typeof deploymentEvents>[0], isOn: boolean) =>
    deploymentEvents(records, { fromMs: START }, isOn).map(({ fromMs, toMs }) => [
      (fromMs - START) / MINUTE,
      toMs === null ? null : (toMs - START) / MINUTE,
    ]);

  test("from on to off is one, in whatever order the audit comes", () => {
    expect(spans([turn(START + 20 * MINUTE, false), turn(START + 10 * MINUTE, true)], false)).toEqual([
      [10, 20],
    ]);
  });

  test("one that was under way at the start, or still is, is cut off there and open here", () => {
    expect(spans([turn(START + 5 * MINUTE, false), turn(START + 30 * MINUTE, true)], true)).toEqual([
      [0, 5],
      [30, null],
    ]);
    expect(spans([], true)).toEqual([[0, null]]);
    expect(spans([], false)).toEqual([]);
  });

  test("other changes of the stamp are no deployment", () => {
    const other = { ...turn(START, true), before: { inDeployment: true }, after: { inDeployment: true } };
    expect(spans([other, { ...other, before: null, after: "?" }], false)).toEqual([]);
  });
});

test("a chart marks what is of its pool or of the whole stamp; what lasts has no end", () => {
  const events = [signalEvent(signal), ...bindingEvents([arrived("a", START + MINUTE)], 0)];
  expect(annotationsOf(events, "registry").map(({ label }) => label)).toEqual(["a arrived from wus-b"]);
  expect(annotationsOf(events, "dataproxy")).toEqual([
    { kind: "signal", fromMinute: START / MINUTE, toMinute: null, label: "throttling, high" },
    {
      kind: "binding",
      fromMinute: START / MINUTE + 1,
      toMinute: START / MINUTE + 1,
      label: "a arrived from wus-b",
    },
  ]);
});

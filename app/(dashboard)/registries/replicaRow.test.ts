import { describe, expect, test } from "vitest";
import { constraintWords, filterReplicas, type ReplicaRow, replicaRow } from "./replicaRow.ts";

const LISTED = {
  registry: "contoso",
  tenant: "contoso-ltd",
  region: "westus",
  homeStamp: "wus-a",
  boundAt: "2026-03-01T12:00:00.000Z",
  lastMovedAt: null,
  pinned: false,
  excluded: false,
  freezes: 0,
  mustNotShareWith: [],
  requestsPerMinute: 12.345,
  bytesPerMinute: null,
};

test("a row has times as instants and load to a tenth; what nobody reported stays unknown", () => {
  expect(replicaRow(LISTED)).toMatchObject({
    id: "contoso@westus",
    boundAtMs: Date.UTC(2026, 2, 1, 12),
    lastMovedAtMs: null,
    constraints: "",
    requestsPerMinute: 12.3,
    bytesPerMinute: null,
  });
});

test("what is said about moving it is told in words", () => {
  expect(
    constraintWords({ ...LISTED, pinned: true, freezes: 2, mustNotShareWith: ["fabrikam", "acme"] }),
  ).toBe("pinned, 2 freezes, apart from fabrikam, acme");
  expect(constraintWords({ ...LISTED, excluded: true, freezes: 1 })).toBe("excluded, 1 freeze");
});

describe("the filter", () => {
  const rows: readonly ReplicaRow[] = [
    replicaRow({ ...LISTED, bytesPerMinute: 5 }),
    replicaRow({ ...LISTED, registry: "idle", requestsPerMinute: 0, bytesPerMinute: 0, pinned: true }),
    replicaRow({
      ...LISTED,
      registry: "unknown",
      requestsPerMinute: null,
      lastMovedAt: "2026-03-01T12:00:00Z",
    }),
  ];
  const names = (q: string, condition: "" | "busy" | "idle" | "constrained" | "moved" = "") =>
    filterReplicas(rows, { q, condition }).map(({ registry }) => registry);

  test("finds every word in registry, tenant, region or stamp, in any case", () => {
    expect(names("LTD wus-a")).toEqual(["contoso", "idle", "unknown"]);
    expect(names("idle westus")).toEqual(["idle"]);
    expect(names("eastus")).toEqual([]);
  });

  test("takes for idle only what is known to be", () => {
    expect(names("", "idle")).toEqual(["idle"]);
    expect(names("", "busy")).toEqual(["contoso"]);
    expect(names("", "constrained")).toEqual(["idle"]);
    expect(names("", "moved")).toEqual(["unknown"]);
  });
});

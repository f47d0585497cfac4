import { describe, expect, test } from "vitest";
import { draftOfStamp, proposeNewStamp, readNewStamp } from "./newStampDraft.ts";
import { EMPTY_SCENARIO, type NewStamp } from "./scenario.ts";
import type { Destination } from "./whatIfView.ts";

function stamp(name: string, nodes: number | null, vcpusPerNode: number | null): Destination {
  const pool = { state: "normal" as const, hotNodeP95: 40, limit: 60, coverage: 1 };
  return {
    name,
    kind: "shared",
    cordoned: false,
    inDeployment: false,
    planned: false,
    pools: [{ ...pool, pool: "web", kind: "registry", nodes, vcpusPerNode }],
  };
}
const stamps = [stamp("wus-a", 10, null), stamp("wus-b", 6, 8), stamp("wus-c", 2, 16)];
const from = (home: string) => ({ asked: home, registry: home, tenant: "t", home });

describe("a new stamp is proposed", () => {
  test("with the pool kinds of the stamps that are left, as small as the smallest of them, and known vCPUs", () => {
    const registries = [from("wus-a"), from("wus-b")];
    const made = proposeNewStamp({ region: "westus", stamps, registries, scenario: EMPTY_SCENARIO });
    expect(made.pools).toEqual([{ kind: "registry", instances: 6, vcpusPerNode: 8 }]);
    expect(made.kind).toBe("isolated");
  });

  test("under a name that neither the fleet nor the scenario has", () => {
    const made = (newStamps: readonly NewStamp[]) =>
      proposeNewStamp({ region: "westus", stamps, registries: [], scenario: { moves: [], newStamps } });
    const first = made([]);
    expect(made([first]).name).not.toBe(first.name);
  });
});

describe("what was typed", () => {
  const one: NewStamp = {
    name: "wus-new",
    kind: "isolated",
    pools: [
      { kind: "registry", vcpusPerNode: null, instances: 3 },
      { kind: "dataproxy", vcpusPerNode: 8, instances: 5 },
    ],
  };

  test("is the stamp that it was made of", () => {
    expect(readNewStamp(draftOfStamp(one), new Set())).toEqual({ ok: true, value: one });
  });

  test.each([
    [{ name: " " }, "name"],
    [{ name: "a/b" }, "slashes"],
    [{ name: "wus-a" }, "already"],
    [{ pools: [] }, "at least one pool"],
    [{ pools: [{ kind: "registry", vcpusPerNode: "8", instances: "2.5" }] }, "whole number of nodes"],
    [{ pools: [{ kind: "registry", vcpusPerNode: "8", instances: "0" }] }, "whole number of nodes"],
    [{ pools: [{ kind: "registry", vcpusPerNode: "many", instances: "2" }] }, "vCPUs per node of registry"],
  ])("is refused in words: %j", (wrong, words) => {
    const read = readNewStamp({ ...draftOfStamp(one), ...wrong }, new Set(["wus-a"]));
    expect(read.ok ? "" : read.error).toContain(words);
  });
});

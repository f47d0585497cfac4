import { expect, test } from "vitest";
import { findableOf, stillFound } from "./findThings.ts";

const THINGS = [
  { kind: "stamp", name: "wus-a", of: "westus", region: "westus" },
  { kind: "pool", name: "dataproxy", of: "wus-a", region: "westus" },
  { kind: "registry", name: "contosoci", of: "contoso", region: "" },
  { kind: "tenant", name: "contoso", of: "", region: "" },
] as const;

test("what is found stands with the way there", () => {
  expect(THINGS.map(findableOf).map(({ label, detail, href }) => [label, detail, href])).toEqual([
    ["wus-a", "westus", "/stamps/wus-a"],
    ["wus-a dataproxy", "westus", "/stamps/wus-a?pool=dataproxy"],
    ["contosoci", "registry of contoso", "/registries/contosoci"],
    ["contoso", "tenant", "/tenants/contoso"],
  ]);
});

test("what was found before is shown as long as it holds every word typed since", () => {
  const labels = (typed: string) => stillFound(THINGS.map(findableOf), typed).map(({ label }) => label);
  expect(labels("")).toHaveLength(4);
  expect(labels("proxy WUS")).toEqual(["wus-a dataproxy"]);
  expect(labels("contoso registry")).toEqual(["contosoci"]);
  expect(labels("eus")).toEqual([]);
});

import { expect, test } from "vitest";
import { moveRows } from "./moveRows.ts";
import { makeScenario } from "./scenario.ts";
import type { PickedRegistry } from "./whatIfView.ts";

const known = (asked: string, more: Partial<PickedRegistry> = {}): PickedRegistry => ({
  asked,
  registry: asked,
  tenant: "t",
  home: "wus-a",
  ...more,
});
const scenario = makeScenario(
  [
    { registry: "old", to: "wus-c" },
    { registry: "here", to: "wus-a" },
    { registry: "wrong", to: "nowhere" },
    { registry: "fresh", to: null },
  ],
  [],
);
const refusal = { detail: "", moves: [{ registry: "wrong", message: "There is no stamp nowhere." }] };

test("a row says what is known of the registry by its present name, and what is wrong with its move beside it", () => {
  const registries = [known("old", { registry: "renamed" }), known("here"), known("wrong")];
  const rows = new Map(moveRows(scenario, registries, refusal).map((row) => [row.asked, row]));
  expect(rows.get("old")).toMatchObject({ registry: "renamed", home: "wus-a", to: "wus-c", problem: "" });
  expect(rows.get("here")?.problem).toBe("It is there already.");
  expect(rows.get("wrong")?.problem).toBe("There is no stamp nowhere.");
});

test("who was picked a moment ago is there before the answer knows of it", () => {
  const fresh = moveRows(scenario, [], null).find(({ asked }) => asked === "fresh");
  expect(fresh).toEqual({ asked: "fresh", registry: "fresh", tenant: "", home: null, to: null, problem: "" });
});

test("rows stand by tenant, then home, then name, however they were picked", () => {
  const registries = [
    known("old", { tenant: "b" }),
    known("here", { home: "wus-z" }),
    known("wrong"),
    known("fresh"),
  ];
  expect(moveRows(scenario, registries, null).map(({ asked }) => asked)).toEqual([
    "old",
    "fresh",
    "wrong",
    "here",
  ]);
});

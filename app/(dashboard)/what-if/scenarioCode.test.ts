import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nameSchema } from "#lib/fleet/inventory/inventoryBody.ts";
import {
  addRegistries,
  EMPTY_SCENARIO,
  makeScenario,
  putNewStamp,
  removeNewStamp,
  removeRegistries,
  sendTo,
  undecidedOf,
} from "./scenario.ts";
import { decodeScenario, encodeScenario } from "./scenarioCode.ts";

/** Any name that the fleet takes, also with what other codes would trip over. */
const name = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.constantFrom("a&b=c", "x y", "é%2F", "...", "8x3", "i", "+"),
  )
  .filter((text) => nameSchema.safeParse(text).success);
const count = fc.integer({ min: 1, max: 10_000 });
const pool = fc.record({ kind: name, vcpusPerNode: fc.option(count), instances: count });
const stamp = fc.record({
  name,
  kind: fc.constantFrom("shared" as const, "isolated" as const),
  pools: fc.array(pool, { minLength: 1, maxLength: 4 }),
});
const move = fc.record({ registry: name, to: fc.option(name) });
const scenario = fc
  .tuple(fc.array(move, { maxLength: 12 }), fc.array(stamp, { maxLength: 3 }))
  .map(([moves, stamps]) => makeScenario(moves, stamps));

describe("a scenario in an address", () => {
  test("decoded is what was encoded, whatever its names", () => {
    fc.assert(
      fc.property(scenario, (one) => {
        expect(decodeScenario(encodeScenario(one))).toEqual(one);
      }),
    );
  });

  test("survives a query string", () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const query = new URLSearchParams({ a: encodeScenario(one) }).toString();
        expect(decodeScenario(new URLSearchParams(query).get("a") ?? "")).toEqual(one);
      }),
    );
  });

  test("is the same text however it was put together", () => {
    fc.assert(
      fc.property(scenario, ({ moves, newStamps }) => {
        const turned = makeScenario(moves.toReversed(), newStamps.toReversed());
        expect(encodeScenario(turned)).toBe(encodeScenario(makeScenario(moves, newStamps)));
      }),
    );
  });

  test("can be read by a person, and never is an empty text", () => {
    const moves = [
      { registry: "beta", to: "wus-c" },
      { registry: "gamma", to: null },
      { registry: "alpha", to: "wus-c" },
    ];
    const pools = [
      { kind: "registry", vcpusPerNode: null, instances: 2 },
      { kind: "dataproxy", vcpusPerNode: 8, instances: 3 },
    ];
    expect(encodeScenario(makeScenario(moves, [{ name: "wus-new", kind: "isolated", pools }]))).toBe(
      "./gamma//wus-c/alpha/beta//../wus-new/i/dataproxy/8x3/registry/x2",
    );
    expect(encodeScenario(EMPTY_SCENARIO)).toBe(".");
  });

  test("of nonsense is as much as makes sense of it, and never an error", () => {
    fc.assert(fc.property(fc.string(), (text) => void decodeScenario(text)));
    expect(decodeScenario("")).toEqual(EMPTY_SCENARIO);
    expect(decodeScenario("wus-c//../n/q/a/8x3//../n/i/a/0x0//wus-d/ok/..").moves).toEqual([
      { registry: "ok", to: "wus-d" },
    ]);
  });
});

describe("a scenario is changed", () => {
  const one = makeScenario([{ registry: "b", to: "s" }], []);

  test("by picking: who is in it keeps the destination; by letting go: it is as before", () => {
    const more = addRegistries(one, ["a", "b"], null);
    expect(more.moves).toEqual([
      { registry: "a", to: null },
      { registry: "b", to: "s" },
    ]);
    expect(undecidedOf(more)).toEqual(["a"]);
    expect(removeRegistries(more, ["a"])).toEqual(one);
  });

  test("by sending some elsewhere, the others stay where they are sent", () => {
    const two = sendTo(addRegistries(one, ["a"], null), ["a"], "t");
    expect(two.moves.map(({ to }) => to)).toEqual(["t", "s"]);
  });

  test("by a new stamp that takes another's place with its registries, and by taking it away again", () => {
    const pools = [{ kind: "registry", vcpusPerNode: 4, instances: 3 }];
    const made = sendTo(putNewStamp(one, { name: "n", kind: "isolated", pools }, null), ["b"], "n");
    const renamed = putNewStamp(made, { name: "m", kind: "shared", pools }, "n");
    expect(renamed.newStamps.map(({ name }) => name)).toEqual(["m"]);
    expect(renamed.moves).toEqual([{ registry: "b", to: "m" }]);
    expect(removeNewStamp(renamed, "m")).toEqual(makeScenario([{ registry: "b", to: null }], []));
  });
});

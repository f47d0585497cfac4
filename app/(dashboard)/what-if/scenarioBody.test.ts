import { expect, test } from "vitest";
import { simulationBodySchema } from "#lib/simulation/simulationBody.ts";
import { refusalOf } from "./outcomeView.ts";
import { makeScenario } from "./scenario.ts";
import { simulationBodyOf } from "./scenarioBody.ts";

const scenario = makeScenario(
  [
    { registry: "alpha", to: null },
    { registry: "beta", to: "wus-new" },
    { registry: "gamma", to: "wus-c" },
  ],
  [
    {
      name: "wus-new",
      kind: "isolated",
      pools: [
        { kind: "dataproxy", vcpusPerNode: 8, instances: 3 },
        { kind: "registry", vcpusPerNode: null, instances: 2 },
      ],
    },
  ],
);
const body = simulationBodyOf(scenario, { region: "westus", range: { kind: "relative", minutes: 180 } });

test("a scenario is a body that the API takes, without those who have no destination yet", () => {
  expect(simulationBodySchema.parse(body)).toEqual(body);
  expect(body).toEqual({
    region: "westus",
    window: "now-180m",
    moves: [
      { registry: "beta", to: "wus-new" },
      { registry: "gamma", to: "wus-c" },
    ],
    newStamps: [
      {
        name: "wus-new",
        kind: "isolated",
        pools: [
          { name: "dataproxy", vcpusPerNode: 8, instances: 3 },
          { name: "registry", instances: 2 },
        ],
      },
    ],
  });
});

test("hours given by their dates are asked for as they are", () => {
  const range = { kind: "absolute", fromMinute: 10, toMinute: 20 } as const;
  expect(simulationBodyOf(scenario, { region: "westus", range }).window).toEqual({
    from: 600_000,
    to: 1_200_000,
  });
});

test("a refusal of the API is told of the registry whose move is wrong, whoever has no destination before it", () => {
  const errors = [
    { path: "moves[1].to", message: "There is no stamp wus-c." },
    { path: "newStamps[0].name", message: "There is a stamp wus-new already." },
  ];
  expect(refusalOf({ code: "invalid", detail: "no", errors }, body)).toEqual({
    detail: "no",
    moves: [{ registry: "gamma", message: "There is no stamp wus-c." }],
  });
  expect(refusalOf({ code: "malformed", detail: "window" }, body).moves).toEqual([]);
});

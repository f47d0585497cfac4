import { burstyLoad, poolForTests, type TestRegistry } from "../../contribution/poolForTests.ts";
import { createRng, type Rng } from "../../core/index.ts";
import { hotNodeP95 } from "../../hotness/hotNodeP95.ts";
import { simulationPoolForTests } from "../../simulation/regionForTests.ts";
import { drawNormal } from "../../stats/index.ts";
import { predictPhase } from "./predictPhase.ts";
import type { GatePool } from "./types.ts";

/** What goes wrong in a phase that is not sound. */
export type Fault = "none" | "stays" | "dearer";

const BINS = 300;
const KINDS = ["registry", "dataproxy"];

interface DrawnRegistry {
  readonly name: string;
  readonly level: number;
  /** Of the other day's load to this one's. */
  readonly day: number;
  readonly seed: number;
}

/**
 * A phase in a physics of its own, drawn anew by its seed: two stamps of two pools, one to three registries that move, and an
 * observation on another day, whose load is up to 20 % more or less for each registry. Which nodes a registry falls on is
 * drawn anew where it goes. `stays`: 70 % of what was to leave is still worked for at the source. `dearer`: what arrived costs
 * twice as much there.
 */
export function drawPhase(seed: number, fault: Fault): GatePool[] {
  const rng = createRng(seed * 101 + 7);
  const movers = drawRegistries(rng, {
    prefix: "m",
    count: 1 + Math.floor(rng() * 3),
    total: 20 + 50 * rng(),
  });
  const stay = drawRegistries(rng, { prefix: "s", count: 4, total: 60 });
  const there = drawRegistries(rng, { prefix: "d", count: 4, total: 30 + 40 * rng() });
  const drawn = KINDS.flatMap((kind, place) =>
    drawKind(rng, { kind, movers, stay, there, seed: seed * 10 + place, fault }),
  );
  const at = { fromMinute: 0, toMinute: BINS };
  const moves = movers.map(({ name }) => ({ region: "r", registry: name, from: "a", to: "b", atMs: 0 }));
  const episode = { key: "r", region: "r", firstMs: 0, lastMs: 0, moves, stamps: ["a", "b"] };
  const told = predictPhase(
    episode,
    drawn.map(({ before, loadAfter }) => ({ before, loadAfter })),
    { window: at, empty: [] },
  );
  return drawn.map(({ before, measuredP95 }): GatePool => {
    const own = told.find(({ stamp, pool }) => stamp === before.stamp && pool === before.pool);
    return {
      stamp: before.stamp,
      pool: before.pool,
      role: before.stamp === "a" ? "source" : "destination",
      limit: 100,
      coverage: 1,
      measuredP95,
      unmovedP95: own?.before.hotNodeP95 ?? null,
      modelledP95: before.measures.hotNodeP95,
      predicted: own?.predicted?.hotNodeP95 ?? null,
      isNew: false,
      refusal: own?.refusal ?? null,
    };
  });
}

function drawRegistries(
  rng: Rng,
  { prefix, count, total }: { readonly prefix: string; readonly count: number; readonly total: number },
): DrawnRegistry[] {
  const weights = Array.from({ length: count }, () => 0.2 + rng());
  const sum = weights.reduce((all, one) => all + one, 0);
  return weights.map((weight, place) => ({
    name: `${prefix}${place}`,
    level: (total * weight) / sum,
    day: 0.8 + 0.4 * rng(),
    seed: 1 + Math.floor(rng() * 1e6),
  }));
}

interface KindDraw {
  readonly kind: string;
  readonly movers: readonly DrawnRegistry[];
  readonly stay: readonly DrawnRegistry[];
  readonly there: readonly DrawnRegistry[];
  readonly seed: number;
  readonly fault: Fault;
}

function drawKind(rng: Rng, { kind, movers, stay, there, seed, fault }: KindDraw) {
  const nodes = { a: 4 + Math.floor(rng() * 4), b: 4 + Math.floor(rng() * 4) };
  const cost = new Map([...movers, ...stay, ...there].map(({ name }) => [name, 0.6 + 0.8 * rng()]));
  const make = (one: DrawnRegistry, day: 1 | 2, more: Partial<TestRegistry>): TestRegistry => ({
    name: one.name,
    requests: burstyLoad(day === 1 ? one.level : one.level * one.day, one.seed + day, BINS),
    pointsPerRequest: 2 * (cost.get(one.name) ?? 1),
    ...more,
  });
  const parts = new Map<string, readonly number[]>();
  const partsOf = (name: string, count: number) => {
    const own = parts.get(`${name}/${count}`) ?? drawParts(rng, count);
    parts.set(`${name}/${count}`, own);
    return { parts: own };
  };
  const side = (names: readonly DrawnRegistry[], count: number, day: 1 | 2) =>
    names.map((one) => make(one, day, partsOf(one.name, count)));
  const arrived = movers.map((one) =>
    make(one, 2, {
      parts: drawParts(rng, nodes.b),
      pointsPerRequest: 2 * (cost.get(one.name) ?? 1) * (fault === "dearer" ? 2 : 1),
    }),
  );
  const ghosts = movers.map((one) =>
    make(one, 2, { ...partsOf(one.name, nodes.a), pointsPerRequest: 1.4 * (cost.get(one.name) ?? 1) }),
  );
  const noise = 0.5;
  const rendered = (stamp: "a" | "b", registries: readonly TestRegistry[], luck: number) =>
    poolForTests({ nodes: nodes[stamp], bins: BINS, noise, registries, seed: seed * 7 + luck });
  const after = {
    a: rendered("a", side(stay, nodes.a, 2), 1),
    b: rendered("b", [...side(there, nodes.b, 2), ...arrived], 2),
  };
  const shownAtA = fault === "stays" ? rendered("a", [...side(stay, nodes.a, 2), ...ghosts], 1) : after.a;
  const before = {
    a: simulationPoolForTests({
      stamp: "a",
      kind,
      nodes: nodes.a,
      bins: BINS,
      noise,
      seed: seed * 7 + 3,
      registries: side([...stay, ...movers], nodes.a, 1),
    }),
    b: simulationPoolForTests({
      stamp: "b",
      kind,
      nodes: nodes.b,
      bins: BINS,
      noise,
      seed: seed * 7 + 4,
      registries: side(there, nodes.b, 1),
    }),
  };
  return [
    { before: before.a, loadAfter: after.a.load, measuredP95: p95Of(shownAtA.nodes.values) },
    { before: before.b, loadAfter: after.b.load, measuredP95: p95Of(after.b.nodes.values) },
  ];
}

/** Up to some tenths more or less than even on every node; one in mean. */
function drawParts(rng: Rng, nodes: number): number[] {
  const raw = Array.from({ length: nodes }, () => Math.max(0.1, 1 + 0.35 * drawNormal(rng)));
  const mean = raw.reduce((sum, one) => sum + one, 0) / nodes;
  return raw.map((one) => one / mean);
}

function p95Of(values: readonly Int16Array[]): number | null {
  const hot = Int16Array.from({ length: BINS }, (_, bin) =>
    values.reduce((most, row) => Math.max(most, row[bin] ?? -1), -1),
  );
  return hotNodeP95(hot);
}

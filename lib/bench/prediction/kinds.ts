import { type CaseKind, type CaseShape, CHOICES, drawAffinity, drawNoise } from "./cases.ts";
import type { Draws } from "./draws.ts";
import type { FleetTraits } from "./fleets.ts";
import type { Saturation } from "./physics.ts";

function drawSaturation(draws: Draws): Saturation {
  const nature = draws.uniform();
  if (nature < 0.6) return { shape: "knee", knee: draws.between(70, 92) };
  if (nature < 0.85) return { shape: "smooth", power: draws.between(6, 14) };
  return { shape: "clip" };
}

function drawTraits(draws: Draws, own: Partial<FleetTraits> = {}): FleetTraits {
  return {
    costSpread: draws.between(0.2, 0.6),
    costExponent: 1,
    affinity: drawAffinity(draws),
    nodeSkew: draws.chance(0.5) ? 0 : draws.between(0.02, 0.12),
    shareDrift: 0,
    saturation: drawSaturation(draws),
    noise: drawNoise(draws, 1),
    sizeExponent: draws.between(0.9, 1.5),
    loadNoise: draws.between(0.1, 0.35),
    burstScale: draws.between(0.2, 1),
    commonPhase: null,
    onOff: 0,
    bytesPart: draws.between(0.2, 0.8),
    ...own,
  };
}

function drawShape(draws: Draws, own: Partial<CaseShape> = {}): CaseShape {
  const vcpus = draws.pick([4, 8, 16]);
  const nodes = draws.whole(5, 24);
  return {
    sourceNodes: nodes,
    destinationNodes: draws.chance(0.5) ? nodes : draws.whole(5, 24),
    sourceVcpus: vcpus,
    destinationVcpus: draws.chance(0.7) ? vcpus : draws.pick([4, 8, 16]),
    sourceRegistries: draws.whole(15, 90),
    destinationRegistries: draws.whole(10, 70),
    sourcePoints: draws.between(28, 50),
    destinationPoints: draws.between(8, 25),
    choose: draws.pick([CHOICES.largest, CHOICES.secondOrThird, CHOICES.few, CHOICES.many]),
    throttled: false,
    nodesChange: false,
    ...own,
  };
}

/** The kinds that the model was made on, and after them those that it never saw. */
export const CASE_KINDS: readonly CaseKind[] = [
  { name: "plain", heldOut: false, traits: (draws) => drawTraits(draws), shape: (draws) => drawShape(draws) },
  {
    name: "one dominates",
    heldOut: false,
    traits: (draws) => drawTraits(draws, { sizeExponent: draws.between(0.6, 0.9) }),
    shape: (draws) => drawShape(draws, { choose: CHOICES.largest, sourceRegistries: draws.whole(8, 40) }),
  },
  {
    name: "many small",
    heldOut: false,
    traits: (draws) => drawTraits(draws, { sizeExponent: draws.between(1.4, 2.2) }),
    shape: (draws) => drawShape(draws, { choose: CHOICES.many, sourceRegistries: draws.whole(80, 250) }),
  },
  {
    name: "uneven nodes",
    heldOut: false,
    traits: (draws) =>
      drawTraits(draws, {
        affinity: draws.chance(0.5)
          ? (each) => ({ shape: "home", concentration: 0.6 * each.uniform() })
          : (each) => ({ shape: "dirichlet", alpha: each.between(0.4, 2) }),
        nodeSkew: draws.between(0, 0.2),
      }),
    shape: (draws) =>
      drawShape(draws, { sourcePoints: draws.between(20, 38), destinationPoints: draws.between(5, 18) }),
  },
  {
    name: "saturated",
    heldOut: false,
    traits: (draws) => drawTraits(draws),
    shape: (draws) =>
      drawShape(draws, {
        sourcePoints: draws.between(55, 78),
        destinationPoints: draws.between(8, 30),
      }),
  },
  {
    name: "throttled",
    heldOut: false,
    traits: (draws) => drawTraits(draws),
    shape: (draws) =>
      drawShape(draws, {
        sourcePoints: draws.between(55, 78),
        destinationPoints: draws.between(8, 30),
        throttled: true,
      }),
  },
  {
    name: "bursts",
    heldOut: false,
    traits: (draws) =>
      drawTraits(draws, {
        burstScale: draws.between(1.5, 4),
        loadNoise: draws.between(0.3, 0.6),
        noise: drawNoise(draws, 1.3),
      }),
    shape: (draws) =>
      drawShape(draws, { sourcePoints: draws.between(18, 35), destinationPoints: draws.between(6, 18) }),
  },
  {
    name: "nodes come and go",
    heldOut: false,
    traits: (draws) =>
      drawTraits(draws, { noise: { ...drawNoise(draws, 1), gaps: draws.between(0.01, 0.1) } }),
    shape: (draws) => drawShape(draws, { nodesChange: true }),
  },
  {
    name: "held out: drifting splits, unlike costs",
    heldOut: true,
    traits: (draws) =>
      drawTraits(draws, {
        shareDrift: draws.between(0.05, 0.3),
        costExponent: draws.between(0.85, 1.1),
        costSpread: draws.between(0.5, 0.9),
      }),
    shape: (draws) => drawShape(draws, { throttled: draws.chance(0.2) }),
  },
  {
    name: "held out: loud and strongly saturated",
    heldOut: true,
    traits: (draws) =>
      drawTraits(draws, {
        noise: drawNoise(draws, 2.5),
        saturation: { shape: "smooth", power: draws.between(3.5, 6) },
        affinity: (each) => ({ shape: "connections", count: each.whole(4, 60) }),
      }),
    shape: (draws) => drawShape(draws, { sourcePoints: draws.between(35, 65) }),
  },
  {
    name: "held out: everybody's day is the same",
    heldOut: true,
    traits: (draws) =>
      drawTraits(draws, {
        commonPhase: draws.between(0, 2 * Math.PI),
        loadNoise: draws.between(0.03, 0.1),
        burstScale: draws.between(0.05, 0.3),
        costSpread: draws.between(0.3, 0.8),
      }),
    shape: (draws) => drawShape(draws),
  },
  {
    name: "held out: few nodes, few registries, shifts",
    heldOut: true,
    traits: (draws) =>
      drawTraits(draws, { onOff: draws.between(0.2, 0.8), sizeExponent: draws.between(0.8, 1.6) }),
    shape: (draws) =>
      drawShape(draws, {
        sourceNodes: draws.whole(2, 4),
        destinationNodes: draws.whole(2, 6),
        sourceRegistries: draws.whole(4, 12),
        destinationRegistries: draws.whole(3, 10),
        sourcePoints: draws.between(15, 35),
        destinationPoints: draws.between(5, 15),
        choose: draws.pick([CHOICES.largest, CHOICES.secondOrThird]),
      }),
  },
];

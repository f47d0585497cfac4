import { createRng } from "../../core/index.ts";
import type { SearchInstance } from "../../planning/search/index.ts";
import { balance, type FleetSize, makeFleet, p95Of, renderFleet, toInstance } from "./plannerFleets.ts";

/** Small enough to try every placement: three stamps, of whose registries up to ten may move. */
export function smallInstance(seed: number): SearchInstance {
  const rng = createRng(seed * 7 + 1);
  const size: FleetSize = { stamps: 3, items: 18, bins: 240, kinds: 2 };
  const fleet = makeFleet(seed, size);
  const placement = balance(fleet);
  for (let step = 0; step < 5; step++) placement[Math.floor(rng() * size.items)] = Math.floor(rng() * 3);
  const measured = p95Of(renderFleet(fleet, placement));
  const mean = measured.reduce((sum, value) => sum + value, 0) / measured.length;
  // From limits that all can be brought under to such that nothing brings them there.
  const tightness = 0.9 + 0.3 * rng();
  const chosen = new Set<number>();
  while (chosen.size < 10) chosen.add(Math.floor(rng() * size.items));
  return toInstance(fleet, {
    placement,
    limits: new Float64Array(measured.length).fill(mean * tightness),
    movable: (item) => chosen.has(item),
    mostMoves: 4 + Math.floor(rng() * 7),
    minimumGainPoints: rng() < 0.5 ? 0 : 0.2,
  });
}

export interface PlantedInstance {
  readonly instance: SearchInstance;
  /** What undoing the shuffle comes to. */
  readonly plantedExcess: number;
  readonly plantedTraffic: number;
}

/**
 * A balanced fleet, each pool with up to `slackPoints` under its limit, then shuffled by `shuffles` known moves: undoing
 * them is a plan without excess, and its traffic is what a plan may disturb.
 */
export function plantedInstance(
  seed: number,
  {
    size,
    shuffles,
    slackPoints,
  }: { readonly size: FleetSize; readonly shuffles: number; readonly slackPoints: number },
): PlantedInstance {
  const rng = createRng(seed * 13 + 5);
  const fleet = makeFleet(seed, size);
  const balanced = balance(fleet);
  const limits = p95Of(renderFleet(fleet, balanced)).map((value) => value + slackPoints * rng());
  const shuffled = balanced.slice();
  let plantedTraffic = 0;
  let moves = 0;
  while (moves < shuffles) {
    const item = Math.floor(rng() * size.items);
    const to = Math.floor(rng() * size.stamps);
    const traffic = fleet.registries[item]?.traffic ?? 0;
    // The smallest would change nothing, and be planted for nothing.
    if (shuffled[item] !== balanced[item] || to === balanced[item] || traffic < 1) continue;
    shuffled[item] = to;
    plantedTraffic += traffic;
    moves++;
  }
  const instance = toInstance(fleet, {
    placement: shuffled,
    limits,
    movable: () => true,
    mostMoves: 2 * shuffles,
    minimumGainPoints: 0,
  });
  return { instance, plantedExcess: 0, plantedTraffic };
}

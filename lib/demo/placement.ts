import { drawTraits, type ReplicaSketch } from "./drawTraits.ts";
import { uniformAt } from "./hashNoise.ts";
import { BACKGROUND_POINTS, isExampleStamp, poolOf, STEADY_PROFILES } from "./stamps.ts";
import type { DemoHome, DemoStamp, ReplicaTraits } from "./types.ts";

const ISOLATED_TENANTS = 4;
/** The isolated ones are well-to-do, not the largest: that many have more traffic. */
const LARGER_TENANTS = 6;

/** Gives each replica of a region a home: the largest first, on the stamp that is emptiest for its size. */
export function placeInRegion(
  seed: number,
  stamps: readonly DemoStamp[],
  sketches: readonly ReplicaSketch[],
): DemoHome[] {
  const isolated = stamps.find((stamp) => stamp.kind === "isolated");
  const guests = new Set(isolatedTenants(sketches));
  const shared = stamps.filter((stamp) => stamp !== isolated);
  const traits = new Map(sketches.map((sketch) => [sketch, drawTraits(seed, sketch)]));
  const toPlace = sketches.filter((sketch) => isolated === undefined || !guests.has(sketch.tenant));
  const room = roomsOf(
    shared,
    toPlace.reduce((sum, sketch) => sum + weightOf(traits.get(sketch)), 0),
  );
  const homes: DemoHome[] = [];
  for (const sketch of sketches.toSorted((a, b) => b.requestsPerMinute - a.requestsPerMinute)) {
    const replica = traits.get(sketch);
    const stamp = toPlace.includes(sketch) ? roomiest(room, replica) : isolated?.name;
    if (replica === undefined || stamp === undefined) continue;
    homes.push({ stamp, replica: isExampleStamp(stamp) ? calmed(seed, sketch) : replica });
  }
  return homes;
}

/** vCPU milliseconds a minute that each stamp's dataproxy nodes may spend on its many tenants: in all, what they need. */
function roomsOf(stamps: readonly DemoStamp[], needed: number): Map<string, Room> {
  const wished = stamps.map((stamp) => ({ stamp: stamp.name, room: wishedRoom(stamp) }));
  const total = wished.reduce((sum, { room }) => sum + room, 0);
  return new Map(
    wished.map(({ stamp, room }) => {
      const size = (room / total) * needed;
      return [stamp, { size, left: size, largest: size * (isExampleStamp(stamp) ? 0.12 : 0.09) }];
    }),
  );
}

interface Room {
  readonly size: number;
  left: number;
  /** No registry larger than this: on the worked example's stamps the many are small. */
  readonly largest: number;
}

/** The emptiest stamp takes a registry, for its size; one without traffic goes anywhere. */
function roomiest(rooms: ReadonlyMap<string, Room>, replica: ReplicaTraits | undefined): string | undefined {
  const weight = weightOf(replica);
  const all = [...rooms];
  if (weight === 0) return all[Math.floor(uniformAt(replica?.key ?? 0, 99) * all.length)]?.[0];
  // What fits nowhere goes where most room is, but never to the worked example's stamps.
  const fitting = all.filter(([, room]) => weight <= room.largest);
  const best =
    fitting.length > 0
      ? fitting.reduce((a, b) => (a[1].left / a[1].size < b[1].left / b[1].size ? b : a))
      : all.filter(([name]) => !isExampleStamp(name)).reduce((a, b) => (a[1].left < b[1].left ? b : a));
  best[1].left -= weight;
  return best[0];
}

/** An isolated stamp has few co-tenants: four with much traffic among those of two to five registries. */
function isolatedTenants(sketches: readonly ReplicaSketch[]): string[] {
  const ofTenant = Map.groupBy(sketches, (sketch) => sketch.tenant);
  const traffic = (own: readonly ReplicaSketch[]) =>
    own.reduce((sum, sketch) => sum + sketch.requestsPerMinute, 0);
  return [...ofTenant]
    .filter(([, own]) => own.length >= 2 && own.length <= 5)
    .sort(([, a], [, b]) => traffic(b) - traffic(a))
    .slice(LARGER_TENANTS, LARGER_TENANTS + ISOLATED_TENANTS)
    .map(([tenant]) => tenant);
}

function wishedRoom(stamp: DemoStamp): number {
  const pool = poolOf(stamp, "dataproxy");
  const points = isExampleStamp(stamp.name) ? BACKGROUND_POINTS.dataproxy : (pool.hotNodeP95 - 4) * 0.55;
  return points * pool.nodeCount * pool.vcpusPerNode;
}

function weightOf(replica: ReplicaTraits | undefined): number {
  if (replica === undefined) return 0;
  const { requestsPerMinute, vcpuMsPerRequest, vcpuMsPerMegabyte, bytesPerRequest } = replica.kinds.dataproxy;
  return requestsPerMinute * (vcpuMsPerRequest + bytesPerRequest * 1e-6 * vcpuMsPerMegabyte);
}

/** A co-tenant of the worked example: its hours and bursts do not decide how hot the hot nodes are. */
function calmed(seed: number, sketch: ReplicaSketch): ReplicaTraits {
  const replica = drawTraits(seed, { ...sketch, profiles: STEADY_PROFILES });
  return { ...replica, burst: { ...replica.burst, scale: 0.3, cap: 2 } };
}

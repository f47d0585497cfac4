import { drawTraits, type ReplicaSketch } from "./drawTraits.ts";
import { uniformAt } from "./hashNoise.ts";
import { BACKGROUND_POINTS, isExampleStamp, poolOf, STEADY_PROFILES } from "./stamps.ts";
import type { DemoHome, DemoStamp, ReplicaTraits } from "./types.ts";

/** Of a shared stamp's load, what one tenant may take. */
const LARGEST_TENANT_PART = 0.08;
const MINIMUM_PART = 0.02;
const PURPOSE_ANYWHERE = 99;
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
    if (replica === undefined) continue;
    const place = toPlace.includes(sketch)
      ? findPlace(room, replica)
      : { stamp: isolated?.name ?? "", part: 1 };
    const held = { ...sketch, requestsPerMinute: sketch.requestsPerMinute * place.part };
    const drawn = isExampleStamp(place.stamp) ? calmed(seed, held) : drawTraits(seed, held);
    homes.push({ stamp: place.stamp, replica: drawn });
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
      return [stamp, { size, left: size, ofTenant: new Map() }];
    }),
  );
}

interface Room {
  readonly size: number;
  left: number;
  /** What each tenant takes so far: no stamp depends on few of its many tenants. */
  readonly ofTenant: Map<string, number>;
}

interface Place {
  readonly stamp: string;
  /** What part of its load a registry too large for every stamp may bring: the demo's giants are held down. */
  readonly part: number;
}

/** The emptiest stamp, for its size, takes a registry; one without traffic goes anywhere. */
function findPlace(rooms: ReadonlyMap<string, Room>, replica: ReplicaTraits): Place {
  const weight = weightOf(replica);
  const all = [...rooms].map(([stamp, room]) => ({ stamp, room }));
  if (weight === 0) {
    const any = all[Math.floor(uniformAt(replica.key, PURPOSE_ANYWHERE) * all.length)];
    return { stamp: any?.stamp ?? "", part: 1 };
  }
  const allowed = (room: Room) => room.size * LARGEST_TENANT_PART - (room.ofTenant.get(replica.tenant) ?? 0);
  const fitting = all.filter(({ room }) => weight <= allowed(room));
  const emptiness = ({ room }: { room: Room }) => room.left / room.size;
  const { stamp, room } = (fitting.length > 0 ? fitting : all).reduce((a, b) =>
    emptiness(a) < emptiness(b) ? b : a,
  );
  const part = Math.min(1, Math.max(MINIMUM_PART, allowed(room) / weight));
  room.ofTenant.set(replica.tenant, weight * part + (room.ofTenant.get(replica.tenant) ?? 0));
  room.left -= weight * part;
  return { stamp, part };
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

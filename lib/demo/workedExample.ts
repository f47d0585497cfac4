import { hotNodes } from "./affinity.ts";
import { drawTraits } from "./drawTraits.ts";
import { mix } from "./hashNoise.ts";
import { DEMO_STAMPS, poolOf, STAMP_A, STAMP_B } from "./stamps.ts";
import type { DemoHome, DemoPool, KindTraits, Profile, ReplicaTraits } from "./types.ts";

/** The customer of the worked example: 40 registries on two shared stamps of westus. */
export const CUSTOMER = "halcyon-ai";
const REGION = { region: "westus", timeZone: "America/Los_Angeles" };
/** Requests a minute of all 40 to dataproxy pools. */
const CUSTOMER_REQUESTS = 110_000;
/** Parts of the customer's traffic: the top four carry 96.7 %, eight more nearly all of the rest, twelve are idle. */
const TOP_SHARES = [0.372, 0.295, 0.178, 0.122];
const MEDIUM_SHARES = [0.0098, 0.006, 0.0041, 0.0028, 0.0021, 0.0016, 0.0012, 0.0009];
const SMALL_SHARES = Array.from({ length: 16 }, (_, index) => 0.00092 * 0.78 ** index);
const TOP_NAMES = ["prod", "ci", "edge", "models"];

/** What another tenant's large and steady registry on each stamp asks for; three a stamp, each of its own tenant. */
const PILLAR_REQUESTS = [23_000, 21_200, 20_100];

export interface WorkedExampleStamp {
  readonly stamp: string;
  /** The customer's large registries here, the largest first. */
  readonly top: readonly DemoHome[];
  /** The customer's other registries here. */
  readonly rest: readonly DemoHome[];
  /** Large registries of others, the largest first. */
  readonly pillars: readonly DemoHome[];
}

/** The cast of the worked example before calibration. `pillarTenants`: six tenants that own a large registry each. */
export function drawWorkedExample(seed: number, pillarTenants: readonly string[]): WorkedExampleStamp[] {
  const customer = drawCustomer(seed);
  return [STAMP_A, STAMP_B].map((stamp, place) => {
    const own = customer.filter((_, index) => index % 2 === place);
    const names = pillarTenants.slice(place * PILLAR_REQUESTS.length, (place + 1) * PILLAR_REQUESTS.length);
    const pillars = names.map((tenant, index) => drawPillar(seed, tenant, PILLAR_REQUESTS[index] ?? 0));
    const top = own.slice(0, TOP_SHARES.length / 2);
    const apart = onNodesOfTheirOwn(stamp, [...top, ...pillars]);
    const home = (replica: ReplicaTraits): DemoHome => ({ replica, stamp });
    return {
      stamp,
      top: apart.slice(0, top.length).map(home),
      rest: own.slice(top.length).map(home),
      pillars: apart.slice(top.length).map(home),
    };
  });
}

/** All 40, largest first; stamps take turns. */
function drawCustomer(seed: number): ReplicaTraits[] {
  const shares = [...TOP_SHARES, ...MEDIUM_SHARES, ...SMALL_SHARES, ...Array.from({ length: 12 }, () => 0)];
  return shares.map((share, index) => {
    const suffix = TOP_NAMES[index] ?? `team${String(index - TOP_NAMES.length + 1).padStart(2, "0")}`;
    const registry = `halcyonai${suffix}`;
    const drawn = drawSteady(seed, {
      registry,
      tenant: CUSTOMER,
      requestsPerMinute: share * CUSTOMER_REQUESTS,
    });
    // Like clients, like images: one ratio of manifests to blobs and one blob size keep shares by requests and by bytes alike.
    const kinds = {
      registry: { ...drawn.kinds.registry, requestsPerMinute: share * CUSTOMER_REQUESTS * 0.45 },
      dataproxy: { ...drawn.kinds.dataproxy, bytesPerRequest: 780_000 },
    };
    if (index >= TOP_SHARES.length) return { ...drawn, kinds };
    return concentrate({ ...drawn, kinds, jobHour: 9 }, 0.7);
  });
}

/** Of much the same size and price, so that none of the three dominates its stamp once the customer is gone. */
function drawPillar(seed: number, tenant: string, requestsPerMinute: number): ReplicaTraits {
  const registry = `${tenant.replace("-", "")}core`;
  const drawn = drawSteady(seed, { registry, tenant, requestsPerMinute });
  const kinds = {
    registry: {
      ...drawn.kinds.registry,
      requestsPerMinute: requestsPerMinute * 0.4,
      vcpuMsPerRequest: 4,
      vcpuMsPerMegabyte: 4,
    },
    dataproxy: {
      ...drawn.kinds.dataproxy,
      bytesPerRequest: 820_000,
      vcpuMsPerRequest: 2.6,
      vcpuMsPerMegabyte: 5.2,
    },
  };
  return concentrate({ ...drawn, kinds, jobHour: 4 }, 0.8);
}

function drawSteady(
  seed: number,
  sketch: { readonly registry: string; readonly tenant: string; readonly requestsPerMinute: number },
): ReplicaTraits {
  const profiles: readonly Profile[] = ["steady"];
  const drawn = drawTraits(seed, { ...sketch, ...REGION, profiles });
  return {
    ...drawn,
    noise: { slow: 0.01, middle: 0.02, white: 0.03 },
    burst: { slotMinutes: 20, scale: 0.08, cap: 0.3 },
  };
}

/** Most requests of a large registry are for the same few images. */
function concentrate(replica: ReplicaTraits, concentration: number): ReplicaTraits {
  const set = (kind: KindTraits): KindTraits => ({ ...kind, concentration });
  return {
    ...replica,
    kinds: { registry: set(replica.kinds.registry), dataproxy: set(replica.kinds.dataproxy) },
  };
}

/**
 * Affinities under which the hot images of each large registry fall on one node of each pool, no two registries on the
 * same. That is the bad luck by which these stamps are hot; on another stamp the same registries are spread again.
 */
function onNodesOfTheirOwn(stamp: string, replicas: readonly ReplicaTraits[]): ReplicaTraits[] {
  const found = DEMO_STAMPS.find((candidate) => candidate.name === stamp);
  if (found === undefined) throw new RangeError(`the demo has no stamp ${stamp}`);
  const registry = unluckyKeys(poolOf(found, "registry"), replicas);
  const dataproxy = unluckyKeys(poolOf(found, "dataproxy"), replicas);
  return replicas.map((replica) => ({
    ...replica,
    kinds: {
      registry: { ...replica.kinds.registry, affinityKey: registry.get(replica) ?? replica.key },
      dataproxy: { ...replica.kinds.dataproxy, affinityKey: dataproxy.get(replica) ?? replica.key },
    },
  }));
}

function unluckyKeys(pool: DemoPool, replicas: readonly ReplicaTraits[]): Map<ReplicaTraits, number> {
  const taken = new Set<number>();
  return new Map(
    replicas.map((replica) => {
      for (let attempt = 1; ; attempt++) {
        const affinityKey = mix(replica.key, attempt);
        const [first = 0, ...rest] = hotNodes(affinityKey, pool);
        if (taken.has(first) || rest.some((node) => node !== first)) continue;
        taken.add(first);
        return [replica, affinityKey];
      }
    }),
  );
}

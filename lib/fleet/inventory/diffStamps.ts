import { NEW_STAMP_UPDATE_DOMAINS } from "../updateDomains.ts";
import type { Known, PoolFacts, StampFacts } from "./currentInventory.ts";
import { nameNow, pairKey } from "./currentInventory.ts";
import type { InventoryBody, PoolBody, RegionBody, StampBody } from "./inventoryBody.ts";
import { changeOf, type InventoryDraft, type InventoryOptions } from "./inventoryDraft.ts";

/** Regions, their stamps and their pools: read from the body into the draft, and pruned where asked. */
export function diffStamps(draft: InventoryDraft, body: InventoryBody, options: InventoryOptions): void {
  for (const [index, region] of (body.regions ?? []).entries())
    diffRegion(draft, region, `regions[${index}]`);
  if (!options.prune) return;
  for (const region of body.regions ?? []) pruneRegion(draft, region);
}

function diffRegion(draft: InventoryDraft, region: RegionBody, path: string): void {
  const { regions, formerNames } = draft.current;
  const name = nameNow(regions, formerNames.region, region.name);
  if (draft.regions.has(name)) {
    draft.refuse(`${path}.name`, `names ${name} a second time`);
    return;
  }
  const known = regions.get(name);
  draft.regions.set(
    name,
    changeOf(known, name, { timeZone: region.timeZone ?? known?.facts.timeZone ?? "UTC" }),
  );
  for (const [index, stamp] of (region.stamps ?? []).entries()) {
    diffStamp(draft, { stamp, region: name, path: `${path}.stamps[${index}]` });
  }
}

const NEW_STAMP = {
  kind: "shared",
  updateDomains: NEW_STAMP_UPDATE_DOMAINS,
  cordoned: false,
  inDeployment: false,
  planned: false,
  storageEgressGbps: null,
  storageRequestsPerSecond: null,
} as const satisfies Omit<StampFacts, "region">;

function stampFacts(stamp: StampBody, region: string, known: StampFacts | undefined): StampFacts {
  const before = known ?? NEW_STAMP;
  const egressGbps = stamp.storage?.egressGbps;
  const requestsPerSecond = stamp.storage?.requestsPerSecond;
  return {
    region,
    kind: stamp.kind ?? before.kind,
    updateDomains: stamp.updateDomains ?? before.updateDomains,
    cordoned: stamp.cordoned ?? before.cordoned,
    inDeployment: stamp.inDeployment ?? before.inDeployment,
    planned: stamp.planned ?? before.planned,
    // null takes a declared capacity back; not named leaves it alone.
    storageEgressGbps: egressGbps === undefined ? before.storageEgressGbps : egressGbps,
    storageRequestsPerSecond:
      requestsPerSecond === undefined ? before.storageRequestsPerSecond : requestsPerSecond,
  };
}

function diffStamp(
  draft: InventoryDraft,
  { stamp, region, path }: { stamp: StampBody; region: string; path: string },
): void {
  const name = nameNow(draft.current.stamps, draft.current.formerNames.stamp, stamp.name);
  if (draft.stamps.has(name)) {
    draft.refuse(`${path}.name`, `names ${name} a second time`);
    return;
  }
  const known = draft.current.stamps.get(name);
  if (known && known.facts.region !== region) {
    draft.refuse(
      `${path}.name`,
      `names ${name}, which stands in ${known.facts.region}: a stamp stays in its region`,
    );
    return;
  }
  draft.stamps.set(name, changeOf(known, name, stampFacts(stamp, region, known?.facts)));
  for (const [index, pool] of (stamp.pools ?? []).entries()) {
    diffPool(draft, { pool, stamp: name, path: `${path}.pools[${index}]` });
  }
}

function poolFacts(pool: PoolBody, known: Known<PoolFacts> | undefined): PoolFacts {
  return {
    kind: pool.kind ?? known?.facts.kind ?? pool.name,
    vcpusPerNode: pool.vcpusPerNode ?? known?.facts.vcpusPerNode ?? null,
    minInstances: pool.minInstances ?? known?.facts.minInstances ?? null,
    maxInstances: pool.maxInstances ?? known?.facts.maxInstances ?? null,
  };
}

function diffPool(
  draft: InventoryDraft,
  { pool, stamp, path }: { pool: PoolBody; stamp: string; path: string },
): void {
  const key = pairKey(stamp, pool.name);
  if (draft.pools.has(key)) {
    draft.refuse(`${path}.name`, `names ${pool.name} a second time`);
    return;
  }
  const known = draft.current.pools.get(key);
  const facts = poolFacts(pool, known);
  if ((facts.minInstances ?? 0) > (facts.maxInstances ?? Number.POSITIVE_INFINITY)) {
    draft.refuse(
      path,
      `would have minInstances ${facts.minInstances} over maxInstances ${facts.maxInstances}`,
    );
  }
  draft.pools.set(key, { ...changeOf(known, pool.name, facts), stamp });
}

/** Retires the stamps that a region lists no more, and the pools that a stamp lists no more. */
function pruneRegion(draft: InventoryDraft, region: RegionBody): void {
  const { current } = draft;
  const regionName = nameNow(current.regions, current.formerNames.region, region.name);
  const listsPools = new Set<string>();
  for (const stamp of region.stamps ?? []) {
    if (stamp.pools) listsPools.add(nameNow(current.stamps, current.formerNames.stamp, stamp.name));
  }
  for (const known of region.stamps ? current.stamps.values() : []) {
    if (known.retired || known.facts.region !== regionName || draft.stamps.has(known.name)) continue;
    draft.stamps.set(known.name, { ...changeOf(known, known.name, known.facts), what: "retired" });
    listsPools.add(known.name);
  }
  for (const [key, known] of current.pools) {
    if (known.retired || !listsPools.has(known.stamp) || draft.pools.has(key)) continue;
    draft.pools.set(key, {
      ...changeOf(known, known.name, known.facts),
      what: "retired",
      stamp: known.stamp,
    });
  }
}

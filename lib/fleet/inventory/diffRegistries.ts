import { NO_CONSTRAINTS } from "../types.ts";
import type { KnownReplica, ReplicaFacts } from "./currentInventory.ts";
import { nameNow, pairKey } from "./currentInventory.ts";
import type { InventoryBody, RegistryBody, ReplicaBody } from "./inventoryBody.ts";
import type { BindingChange } from "./inventoryChange.ts";
import { changeOf, type InventoryDraft, type InventoryOptions } from "./inventoryDraft.ts";
import { mergeConstraints } from "./readConstraints.ts";

/** A sender's clock may be ahead of ours by this much, as with samples. */
const MOST_AHEAD_MS = 5 * 60_000;

/** Registries, their replicas and their homes: read from the body into the draft, and pruned where asked. */
export function diffRegistries(draft: InventoryDraft, body: InventoryBody, options: InventoryOptions): void {
  for (const [index, registry] of (body.registries ?? []).entries()) {
    diffRegistry(draft, { registry, path: `registries[${index}]`, options });
  }
  if (!options.prune) return;
  const listing = (body.registries ?? []).filter((registry) => registry.replicas !== undefined);
  pruneReplicas(draft, new Set(listing.map((registry) => registryName(draft, registry.name))), options.nowMs);
}

function registryName(draft: InventoryDraft, sent: string): string {
  return nameNow(draft.current.registries, draft.current.formerNames.registry, sent);
}

interface RegistryAt {
  readonly registry: RegistryBody;
  readonly path: string;
  readonly options: InventoryOptions;
}

function diffRegistry(draft: InventoryDraft, { registry, path, options }: RegistryAt): void {
  const { current } = draft;
  const name = registryName(draft, registry.name);
  if (draft.registries.has(name)) {
    draft.refuse(`${path}.name`, `names ${name} a second time`);
    return;
  }
  const known = current.registries.get(name);
  const sentTenant =
    registry.tenant === undefined
      ? undefined
      : (current.formerNames.tenant.get(registry.tenant) ?? registry.tenant);
  const tenant = sentTenant ?? known?.facts.tenant;
  if (tenant === undefined) {
    draft.refuse(`${path}.tenant`, `is missing, and ${name} is new`);
    return;
  }
  if (!current.tenants.has(tenant)) draft.newTenants.add(tenant);
  draft.registries.set(name, changeOf(known, name, { tenant }));
  for (const [index, replica] of (registry.replicas ?? []).entries()) {
    diffReplica(draft, { replica, registry: name, path: `${path}.replicas[${index}]`, options });
  }
}

interface ReplicaAt {
  readonly replica: ReplicaBody;
  readonly registry: string;
  readonly path: string;
  readonly options: InventoryOptions;
}

function diffReplica(draft: InventoryDraft, { replica, registry, path, options }: ReplicaAt): void {
  const region = draft.regionNow(replica.region);
  if (region === null) {
    draft.refuse(`${path}.region`, `names ${replica.region}, which is no region`);
    return;
  }
  const key = pairKey(registry, region);
  if (draft.replicas.has(key)) {
    draft.refuse(`${path}.region`, `names ${region} a second time`);
    return;
  }
  const known = draft.current.replicas.get(key);
  const facts: ReplicaFacts = {
    constraints: mergeConstraints(known?.facts.constraints ?? NO_CONSTRAINTS, replica.constraints),
  };
  const stamp = homeOf(draft, { replica, region, known, path });
  if (stamp === undefined) return;
  const binding = stamp === null ? null : bindingOf(draft, { replica, stamp, known, path, options });
  const change = changeOf(known, key, facts);
  draft.replicas.set(key, {
    ...change,
    what: binding && change.what === "unchanged" ? "updated" : change.what,
    registry,
    region,
    binding,
  });
}

/** The stamp that is to be home; null = not named, so left alone; undefined = refused. */
function homeOf(
  draft: InventoryDraft,
  at: { replica: ReplicaBody; region: string; known: KnownReplica | undefined; path: string },
): string | null | undefined {
  const sent = at.replica.homeStamp;
  if (sent === undefined) {
    if (at.known?.binding && at.known.binding.unboundAtMs === null) return null;
    draft.refuse(`${at.path}.homeStamp`, "is missing, and the replica has no home yet");
    return undefined;
  }
  const stamp = draft.stampNow(sent);
  if (!stamp) {
    draft.refuse(`${at.path}.homeStamp`, `names ${sent}, which is no stamp`);
    return undefined;
  }
  if (stamp.region !== at.region) {
    draft.refuse(
      `${at.path}.homeStamp`,
      `names ${stamp.name}, which stands in ${stamp.region}: a replica moves only within its region, ${at.region}`,
    );
    return undefined;
  }
  return stamp.name;
}

interface BindingAt extends Omit<ReplicaAt, "registry"> {
  readonly stamp: string;
  readonly known: KnownReplica | undefined;
}

function bindingOf(draft: InventoryDraft, at: BindingAt): BindingChange | null {
  const latest = at.known?.binding ?? null;
  const isOpen = latest !== null && latest.unboundAtMs === null;
  // The same home again is no news, whatever time stands beside it: so the same body twice changes nothing.
  if (isOpen && latest.stamp === at.stamp) return null;
  const atMs = at.replica.boundAt ?? at.options.nowMs;
  if (atMs > at.options.nowMs + MOST_AHEAD_MS) {
    draft.refuse(`${at.path}.boundAt`, "lies in the future");
    return null;
  }
  if (latest === null) return { what: "bound", stamp: at.stamp, atMs, closes: null };
  const earliestMs = latest.unboundAtMs ?? latest.boundAtMs;
  if (atMs < earliestMs) {
    const word = isOpen ? "began" : "ended";
    draft.refuse(
      `${at.path}.boundAt`,
      `lies before ${new Date(earliestMs).toISOString()}, when its home on ${latest.stamp} ${word}`,
    );
    return null;
  }
  if (!isOpen) return { what: "bound", stamp: at.stamp, atMs, closes: null };
  const closes = { bindingId: latest.id, stamp: latest.stamp };
  return { what: atMs === latest.boundAtMs ? "corrected" : "bound", stamp: at.stamp, atMs, closes };
}

/** Ends the home of every replica that a registry lists no more. */
function pruneReplicas(draft: InventoryDraft, listing: ReadonlySet<string>, nowMs: number): void {
  for (const [key, known] of draft.current.replicas) {
    const { binding } = known;
    if (!listing.has(known.registry) || draft.replicas.has(key)) continue;
    if (!binding || binding.unboundAtMs !== null) continue;
    draft.replicas.set(key, {
      ...changeOf(known, key, known.facts),
      what: "retired",
      registry: known.registry,
      region: known.region,
      binding: {
        what: "unbound",
        // A home that began ahead of our clock ends where it began.
        atMs: Math.max(nowMs, binding.boundAtMs),
        closes: { bindingId: binding.id, stamp: binding.stamp },
      },
    });
  }
}

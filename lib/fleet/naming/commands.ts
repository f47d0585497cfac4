import { type AuditEvent, type Author, appendAudit } from "../../audit/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { lockInventory } from "../freeze/commands.ts";
import { isFrozen } from "../freeze/queries.ts";
import type { CurrentInventory } from "../inventory/currentInventory.ts";
import { describeChange } from "../inventory/describeChange.ts";
import type { InventoryChange, ReplicaChange } from "../inventory/inventoryChange.ts";
import { loadCurrentInventory } from "../inventory/queries.ts";
import { writeInventory } from "../inventory/write/commands.ts";
import type { Named } from "./namingBody.ts";
import { planRegistryMerge, planRegistryRetirement, planStampMerge, replicasAtHome } from "./planMerge.ts";
import { findThing, rememberName, renameRow, retireRow, type Thing } from "./thing/commands.ts";

export interface Rename {
  readonly thing: "region" | "stamp" | "registry" | "tenant";
  readonly name: string;
  readonly newName: string;
  readonly reason?: string | undefined;
}

export interface Merge {
  readonly thing: "stamp" | "registry";
  readonly name: string;
  readonly into: string;
  readonly reason?: string | undefined;
}

export interface Retirement {
  readonly thing: "region" | "stamp" | "registry";
  readonly name: string;
  readonly reason?: string | undefined;
}

function notThere(thing: Thing, name: string): Result<never, Failure> {
  return err({ code: "not_found", detail: `There is no ${thing} ${name}.` });
}

function conflict(detail: string): Result<never, Failure> {
  return err({ code: "conflict", detail });
}

function because(reason: string | undefined): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

/** Gives a thing another name; its history stays its own and the old name goes on being understood. */
export async function renameThing(
  tx: Transaction,
  author: Author,
  rename: Rename,
): Promise<Result<Named, Failure>> {
  const { thing, newName } = rename;
  await lockInventory(tx);
  const found = await findThing(tx, thing, rename.name);
  if (!found) return notThere(thing, rename.name);
  if (found.name === newName) return ok({ name: newName });
  const holder = await findThing(tx, thing, newName, { retiredToo: true });
  if (holder && holder.id !== found.id) {
    return conflict(`${newName} is the name of another ${thing}, or was: choose a name that nothing had.`);
  }
  await renameRow(tx, thing, { id: found.id, from: found.name, to: newName });
  await rememberName(tx, thing, { former: found.name, id: found.id, now: newName, atMs: author.atMs });
  const names = { before: { name: found.name }, after: { name: newName } };
  await appendAudit(tx, author, [
    {
      action: `${thing}.renamed`,
      thing,
      thingName: newName,
      ...names,
      ...because(rename.reason),
    } as AuditEvent,
  ]);
  return ok({ name: newName });
}

/**
 * Merges a stamp or a registry into another: what lives there goes over at this instant, the name is understood as the
 * other's from now on, its history stays its own. `frozen` when homes would change under the kill switch.
 */
export async function mergeThing(
  tx: Transaction,
  author: Author,
  merge: Merge,
): Promise<Result<Named, Failure>> {
  const { thing } = merge;
  await lockInventory(tx);
  const from = await findThing(tx, thing, merge.name);
  const into = await findThing(tx, thing, merge.into);
  if (!from) return notThere(thing, merge.name);
  if (!into) return notThere(thing, merge.into);
  if (from.id === into.id) return conflict(`${from.name} cannot be merged into itself.`);
  const current = await loadCurrentInventory(tx);
  const names = { from: from.name, into: into.name, nowMs: author.atMs };
  if (thing === "stamp" && regionOf(current, from.name) !== regionOf(current, into.name)) {
    return conflict(
      `${from.name} and ${into.name} stand in different regions: replicas move only within theirs.`,
    );
  }
  const replicas = thing === "stamp" ? planStampMerge(current, names) : planRegistryMerge(current, names);
  const moved = await writeHomes(tx, author, replicas);
  if (!moved.ok) return moved;
  await retireRow(tx, thing, { id: from.id, atMs: author.atMs });
  await rememberName(tx, thing, { former: from.name, id: into.id, now: into.name, atMs: author.atMs });
  await tx.formerName.updateMany({ where: { thing, thingId: from.id }, data: { thingId: into.id } });
  const event = { action: `${thing}.merged`, thing, thingName: from.name, after: { into: into.name } };
  await appendAudit(tx, author, [...moved.value, { ...event, ...because(merge.reason) } as AuditEvent]);
  return ok({ name: into.name });
}

function regionOf(current: CurrentInventory, stamp: string): string | undefined {
  return current.stamps.get(stamp)?.facts.region;
}

/** Takes a thing out of use; its history stays. Naming it in an inventory again revives it. */
export async function retireThing(
  tx: Transaction,
  author: Author,
  retirement: Retirement,
): Promise<Result<Named, Failure>> {
  const { thing } = retirement;
  await lockInventory(tx);
  const found = await findThing(tx, thing, retirement.name);
  if (!found) return notThere(thing, retirement.name);
  const current = await loadCurrentInventory(tx);
  const inTheWay = whatIsInTheWay(current, thing, found.name);
  if (inTheWay) return conflict(inTheWay);
  const replicas =
    thing === "registry" ? planRegistryRetirement(current, { registry: found.name, nowMs: author.atMs }) : [];
  const ended = await writeHomes(tx, author, replicas);
  if (!ended.ok) return ended;
  await retireRow(tx, thing, { id: found.id, atMs: author.atMs });
  const before = factsOf(current, thing, found.name);
  const event = { action: `${thing}.retired`, thing, thingName: found.name, before };
  await appendAudit(tx, author, [...ended.value, { ...event, ...because(retirement.reason) } as AuditEvent]);
  return ok({ name: found.name });
}

function factsOf(current: CurrentInventory, thing: Retirement["thing"], name: string): object {
  const known = { region: current.regions, stamp: current.stamps, registry: current.registries }[thing];
  return known.get(name)?.facts ?? {};
}

function whatIsInTheWay(current: CurrentInventory, thing: Thing, name: string): string | null {
  if (thing === "region") {
    const stamps = [...current.stamps.values()].filter(
      (stamp) => !stamp.retired && stamp.facts.region === name,
    );
    if (stamps.length > 0)
      return `${name} has ${stamps.length} stamp(s) in use, among them ${stamps[0]?.name}. Retire them first.`;
  }
  if (thing === "stamp") {
    const living = replicasAtHome(current).filter((replica) => replica.binding?.stamp === name);
    if (living.length > 0) {
      return `${living.length} replica(s) live on ${name}, among them ${living[0]?.name}. Give them another home first, or merge the stamp.`;
    }
  }
  return null;
}

/** Writes changed homes; gives their audit events, to be appended with the event of what caused them. */
async function writeHomes(
  tx: Transaction,
  author: Author,
  replicas: readonly ReplicaChange[],
): Promise<Result<readonly AuditEvent[], Failure>> {
  if (replicas.length === 0) return ok([]);
  if (await isFrozen(tx)) {
    return err({
      code: "frozen",
      detail: `Everything is frozen, and this changes the home of ${replicas.length} replica(s). Lift the freeze first.`,
    });
  }
  const change: InventoryChange = {
    regions: [],
    stamps: [],
    pools: [],
    newTenants: [],
    registries: [],
    replicas,
  };
  await writeInventory(tx, change, { source: "inventory", nowMs: author.atMs });
  return ok(describeChange(change));
}

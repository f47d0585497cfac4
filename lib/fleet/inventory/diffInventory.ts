import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { CurrentInventory } from "./currentInventory.ts";
import { diffRegistries } from "./diffRegistries.ts";
import { diffStamps } from "./diffStamps.ts";
import type { InventoryBody } from "./inventoryBody.ts";
import type { InventoryChange } from "./inventoryChange.ts";
import { InventoryDraft, type InventoryOptions } from "./inventoryDraft.ts";

/**
 * What a sent inventory changes, as data. Nothing is assumed of what is not named. Errors: `invalid` with every place
 * that is wrong (at most 100), `conflict` where a stamp would be retired under its replicas, `frozen`.
 */
export function diffInventory(
  current: CurrentInventory,
  body: InventoryBody,
  options: InventoryOptions,
): Result<InventoryChange, Failure> {
  const draft = new InventoryDraft(current);
  diffStamps(draft, body, options);
  diffRegistries(draft, body, options);
  const wrong = draft.failure();
  if (wrong) return err(wrong);
  const change = draft.change();
  return refuseFrozen(change, options) ?? refuseHomeless(current, change) ?? ok(change);
}

function refuseFrozen(change: InventoryChange, options: InventoryOptions): Result<never, Failure> | null {
  if (!options.frozen) return null;
  const moved = change.replicas.filter((replica) => replica.binding?.closes);
  const first = moved[0];
  if (!first) return null;
  return err({
    code: "frozen",
    detail:
      `Everything is frozen, and this inventory changes the home of ${moved.length} replica(s), the first being ` +
      `${first.registry} in ${first.region}. Nothing was stored. Lift the freeze, or leave the homes as they are.`,
  });
}

/** A stamp cannot be retired while replicas live on it: they would have a home that is not there. */
function refuseHomeless(current: CurrentInventory, change: InventoryChange): Result<never, Failure> | null {
  const retired = new Set(change.stamps.filter((one) => one.what === "retired").map((one) => one.name));
  if (retired.size === 0) return null;
  const homes = new Map<string, string>();
  for (const [key, replica] of current.replicas) {
    if (replica.binding && replica.binding.unboundAtMs === null) homes.set(key, replica.binding.stamp);
  }
  for (const replica of change.replicas) {
    const key = `${replica.registry}/${replica.region}`;
    if (replica.binding?.what === "unbound") homes.delete(key);
    else if (replica.binding) homes.set(key, replica.binding.stamp);
  }
  for (const [key, stamp] of homes) {
    if (!retired.has(stamp)) continue;
    const count = [...homes.values()].filter((home) => home === stamp).length;
    return err({
      code: "conflict",
      detail: `${stamp} cannot be retired: ${count} replica(s) live on it, among them ${key}. Give them another home first.`,
    });
  }
  return null;
}

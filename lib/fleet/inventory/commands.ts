import { type AuditEvent, type Author, appendAudit } from "../../audit/index.ts";
import { isLimited } from "../../auth/index.ts";
import { err, type Failure, ok, type Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { lockInventory } from "../freeze/commands.ts";
import { isFrozen } from "../freeze/queries.ts";
import { describeChange } from "./describeChange.ts";
import { diffInventory } from "./diffInventory.ts";
import type { InventoryBody } from "./inventoryBody.ts";
import { countInventory, type InventoryChange, type InventoryCounts } from "./inventoryChange.ts";
import { loadCurrentInventory } from "./queries.ts";
import { writeInventory } from "./write/commands.ts";

/**
 * Sets the inventory to what was sent, whole or in part, with its audit events. Sending the same again changes nothing.
 * 1,000 stamps and 10,000 registries take seconds: each kind of thing is one statement. Failures: `invalid` (all that is
 * wrong, with its place), `conflict`, `frozen`; then nothing was written.
 */
export async function putInventory(
  tx: Transaction,
  author: Author,
  { body, prune }: { readonly body: InventoryBody; readonly prune: boolean },
): Promise<Result<InventoryCounts, Failure>> {
  await lockInventory(tx);
  const current = await loadCurrentInventory(tx);
  const frozen = await isFrozen(tx);
  const change = diffInventory(current, body, { prune, nowMs: author.atMs, frozen });
  if (!change.ok) return err(change.error);
  const beyond = change.value.regions.some(({ what }) => what === "created");
  if (beyond && (await isLimited(tx))) return err(BEYOND_LIMIT);
  const counts = countInventory(change.value);
  const events = describeChange(change.value);
  if (events.length > 0) {
    await writeInventory(tx, change.value, { source: "inventory", nowMs: author.atMs });
    await appendAudit(tx, author, [...events, putEvent(counts, change.value)]);
  }
  return ok(counts);
}

/** The same whether there is such a region or not: of others than their own they know none. */
const BEYOND_LIMIT: Failure = {
  code: "forbidden",
  detail: "The inventory names a region other than those that you are limited to. Nothing was changed.",
};

function putEvent(counts: InventoryCounts, change: InventoryChange): AuditEvent {
  const homes = change.replicas.filter((replica) => replica.binding !== null).length;
  return {
    action: "inventory.put",
    thing: "inventory",
    thingName: "",
    after: { ...counts, homesChanged: homes },
  };
}

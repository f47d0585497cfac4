import type { Author } from "../../audit/index.ts";
import type { Failure, Result } from "../../core/index.ts";
import type { Transaction } from "../../db/client.ts";
import { putInventory } from "../inventory/commands.ts";
import type { InventoryCounts } from "../inventory/inventoryChange.ts";
import { parseConstraintsCsv } from "./constraintsCsv.ts";

/** Sets constraints from their table: an inventory that names nothing else. Failures as `putInventory`, `malformed`. */
export async function importConstraints(
  tx: Transaction,
  author: Author,
  table: string,
): Promise<Result<InventoryCounts, Failure>> {
  const body = parseConstraintsCsv(table);
  return body.ok ? await putInventory(tx, author, { body: body.value, prune: false }) : body;
}

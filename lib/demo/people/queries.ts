import { z } from "zod";
import { type Caller, tokenIdOf } from "../../auth/index.ts";
import type { Transaction } from "../../db/client.ts";

/** The tokens of the demo's people, by number, kept as a setting: a name alone is nobody's proof. */
const storedPeopleSchema = z.strictObject({ tokens: z.array(z.number().int()) });
export const PEOPLE_SCOPE = { key: "demoPeople", region: "", poolKind: "" };

/** Numbers of the tokens of the demo's people; none where there is no demo. */
export async function readDemoPeople(db: Transaction): Promise<readonly number[]> {
  const row = await db.setting.findUnique({ where: { key_region_poolKind: PEOPLE_SCOPE } });
  return row === null ? [] : storedPeopleSchema.parse(row.value).tokens;
}

/** Whether this person may play the demo's people: one of them, or an admin, and only where there are such people. */
export function mayPlay(people: readonly number[], caller: Pick<Caller, "role" | "id">): boolean {
  return (
    people.length > 0 && (caller.role === "admin" || people.some((token) => token === tokenIdOf(caller)))
  );
}

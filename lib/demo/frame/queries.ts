import type { Caller } from "../../auth/index.ts";
import type { Transaction } from "../../db/client.ts";
import { DEMO_PEOPLE } from "../people/demoPeople.ts";
import { mayPlay, readDemoPeople } from "../people/queries.ts";
import { DEMO_SETTING } from "../queries.ts";

/** What the header line shows of a demo. */
export interface DemoFrame {
  readonly people: readonly { readonly name: string; readonly role: string }[];
}

/** Null where the fleet is no demo; nobody to play for whoever may not. */
export async function readDemoFrame(
  db: Transaction,
  caller: Pick<Caller, "role" | "id">,
): Promise<DemoFrame | null> {
  const [isDemo, tokens] = await Promise.all([
    db.setting.count({ where: { key: DEMO_SETTING } }),
    readDemoPeople(db),
  ]);
  if (isDemo === 0) return null;
  return { people: mayPlay(tokens, caller) ? DEMO_PEOPLE : [] };
}

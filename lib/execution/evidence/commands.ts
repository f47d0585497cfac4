import { type Author, appendAudit, findHandOut } from "../../audit/index.ts";
import type { ContributionSource } from "../../contribution/judged/queries.ts";
import type { Failure, Result } from "../../core/index.ts";
import { withTransaction } from "../../db/client.ts";
import type { PlanKey } from "../result/queries.ts";
import type { Evidence } from "./evidenceAnswer.ts";
import { readEvidence } from "./queries.ts";

/**
 * A plan's evidence pack, and an event with its digest: a pack that is shown later is held against it, since a digest that stands in
 * the pack itself can be made anew. A pack that was handed out before leaves no second event. `not_found`, `conflict`.
 */
export async function handOutEvidence(
  source: ContributionSource,
  author: Author,
  key: PlanKey,
): Promise<Result<Evidence, Failure>> {
  const evidence = await readEvidence(source, key, author.atMs);
  if (!evidence.ok) return evidence;
  const { plan, digest } = evidence.value;
  await withTransaction(source.database, async (tx) => {
    if ((await findHandOut(tx, digest)) !== null) return;
    await appendAudit(tx, author, [
      {
        action: "evidence.handed_out",
        thing: "evidence",
        thingName: `${plan.id}@${plan.version}`,
        after: { digest },
        context: { plan: plan.id, version: plan.version },
      },
    ]);
  });
  return evidence;
}

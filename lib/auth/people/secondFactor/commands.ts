import { err, type Failure, ok, type Result } from "../../../core/index.ts";
import type { Transaction } from "../../../db/client.ts";
import type { PeopleAuth } from "../peopleAuth.ts";
import { stepOfCode } from "./oneTimeCode.ts";

/**
 * Takes a one-time code that better-auth has found right, once: `forbidden` when it, or a later one, was taken before (RFC
 * 6238, section 5.2). Of two browsers that give it at the same moment the second waits for the first, at the row.
 */
export async function spendCode(
  tx: Transaction,
  people: PeopleAuth,
  { personId, code }: { readonly personId: string; readonly code: string },
): Promise<Result<undefined, Failure>> {
  const factor = await tx.personSecondFactor.findUnique({ where: { userId: personId } });
  // By the machine's clock, as better-auth does.
  const step = factor === null ? null : stepOfCode(await people.openSecret(factor.secret), code, Date.now());
  if (step !== null) {
    const { count } = await tx.personSecondFactor.updateMany({
      where: { userId: personId, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
      data: { lastStep: step },
    });
    if (count === 1) return ok(undefined);
  }
  return err({
    code: "forbidden",
    detail: "This code was used already. Wait for the next: they change every 30 seconds.",
  });
}

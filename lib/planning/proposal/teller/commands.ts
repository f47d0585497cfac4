import type { ContributionSource } from "../../../contribution/judged/queries.ts";
import type { Clock } from "../../../core/index.ts";
import type { ProposalProgress } from "../proposalAnswer.ts";

export interface TellerWork {
  readonly id: number;
  readonly onProgress: (progress: ProposalProgress) => void;
  /** Called when somebody is seen to have asked it to stop. */
  readonly stop: () => void;
}

/** Not every step of a search is written down: a reader looks once a second or two. */
const TOLD_EVERY_MS = 1_000;

export type Teller = ReturnType<typeof createTeller>;

/**
 * Tells progress on, and now and then writes it down: that is also the sign of life, and where it is seen that somebody
 * asked it to stop. One write at a time.
 */
export function createTeller(
  { database, clock }: Pick<ContributionSource, "database"> & { readonly clock: Clock },
  { id, onProgress, stop }: TellerWork,
) {
  let toldMs = Number.NEGATIVE_INFINITY;
  let writing = Promise.resolve();
  const tell = (progress: ProposalProgress) => {
    onProgress(progress);
    const nowMs = clock();
    if (nowMs - toldMs < TOLD_EVERY_MS) return;
    toldMs = nowMs;
    writing = writing.then(async () => {
      const data = { progress: { ...progress }, toldAt: new Date(nowMs) };
      const [row] = await database.prisma.proposal.updateManyAndReturn({
        where: { id, state: "running" },
        data,
        select: { stopAskedAt: true },
      });
      if (row !== undefined && row.stopAskedAt !== null) stop();
    });
    // Met where it is waited for.
    writing.catch(() => undefined);
  };
  return Object.assign(tell, { settled: () => writing });
}

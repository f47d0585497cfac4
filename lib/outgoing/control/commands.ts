import type { Transaction } from "../../db/client.ts";

/** A home that a control plane is asked to change, as running plans ask it. */
export interface AskedMove {
  readonly plan: number;
  readonly version: number;
  readonly phase: number;
  readonly move: number;
  readonly registry: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly digest: string;
  readonly idempotencyKey: string;
  /** It takes a move back. */
  readonly isBack: boolean;
  /** A person wants it sent once more, whatever became of it before. */
  readonly isAgain: boolean;
}

/**
 * Puts the request into the outbox in the transaction that made it due. It is sent signed, again until it is answered 2xx,
 * and never while everything is frozen. A 2xx only says that it was received: the home has changed when `confirm` is called,
 * when the control plane's result says so, or when an operator does. The same move has the same key, however often it is asked.
 */
export async function requestBind(tx: Transaction, asked: AskedMove, nowMs: number): Promise<void> {
  const { idempotencyKey, isAgain, ...move } = asked;
  const at = new Date(nowMs);
  await tx.outgoingDelivery.createMany({
    data: [
      {
        channelId: null,
        kind: "move_requested",
        severity: "information",
        dedupeKey: idempotencyKey,
        payload: {
          event: idempotencyKey,
          kind: "move_requested",
          sentence: `Move ${move.registry} in ${move.region} ${move.isBack ? "back " : ""}from ${move.from} to ${move.to}: plan ${move.plan}, version ${move.version}, phase ${move.phase}.`,
          ...move,
          confirm: `/api/v1/plans/${move.plan}/moves/${move.move}/${move.isBack ? "revert" : "bind"}`,
        },
        createdAt: at,
        nextAt: at,
      },
    ],
    skipDuplicates: true,
  });
  if (!isAgain) return;
  await tx.outgoingDelivery.updateMany({
    where: { channelId: null, dedupeKey: idempotencyKey },
    data: {
      status: "waiting",
      attempts: 0,
      polls: 0,
      pollUrl: null,
      nextAt: at,
      doneAt: null,
      lastError: null,
    },
  });
}

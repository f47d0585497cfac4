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
}

/**
 * Puts the request into the outbox in the transaction that made it due. It is sent signed, again until it is answered 2xx,
 * and never while everything is frozen. A 2xx only says that it was received: the move is bound when `confirm` is called,
 * or an operator says so.
 */
export async function requestBind(tx: Transaction, asked: AskedMove, nowMs: number): Promise<void> {
  const { idempotencyKey, ...move } = asked;
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
          sentence: `Move ${move.registry} in ${move.region} from ${move.from} to ${move.to}: plan ${move.plan}, version ${move.version}, phase ${move.phase}.`,
          ...move,
          confirm: `/api/v1/plans/${move.plan}/moves/${move.move}/bind`,
        },
        createdAt: new Date(nowMs),
        nextAt: new Date(nowMs),
      },
    ],
    skipDuplicates: true,
  });
}

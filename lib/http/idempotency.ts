import { createHash } from "node:crypto";
import { err, ok, type Result } from "../core/index.ts";
import type { Transaction } from "../db/client.ts";
import type { Problem } from "./problem.ts";

/** How long a key is remembered. */
const KEPT_HOURS = 24;

/** One request that may be repeated. */
export interface KeyedRequest {
  readonly actor: string;
  readonly route: string;
  readonly key: string;
  readonly requestHash: Uint8Array<ArrayBuffer>;
  readonly nowMs: number;
}

export interface RememberedAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What makes two requests the same: the address with its query, and the bytes of the body. */
export function hashRequest(address: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(address).update("\n").update(body).digest());
}

/** 1 to 255 printable ASCII characters. null = the header is not there. */
export function readIdempotencyKey(headers: Headers): Result<string | null, Problem> {
  const key = headers.get("idempotency-key");
  if (key === null || /^[\x21-\x7e][\x20-\x7e]{0,254}$/.test(key)) return ok(key);
  return err({ status: 400, detail: "Idempotency-Key must be 1 to 255 printable ASCII characters." });
}

/**
 * The answer that a key has had already; null where there is none yet, or it is being made. Asked before work that is not
 * done in the transaction, and which must not be done, or fail, a second time. 422 as `takeKey`.
 */
export async function findAnswer(
  db: Transaction,
  request: KeyedRequest,
): Promise<Result<RememberedAnswer | null, Problem>> {
  const known = await findKey(db, request);
  if (known === null || known.createdAt.getTime() < request.nowMs - KEPT_HOURS * 3_600_000) return ok(null);
  return answerOf(known, request);
}

/**
 * Takes a key for the transaction that does the work; the answer is put in by `rememberAnswer` before it commits. A
 * second request with the key waits for the first to commit or roll back. Gives the answer of the first when there was
 * one, null when the work is to be done; 422 when the key was used for something else.
 */
export async function takeKey(
  tx: Transaction,
  request: KeyedRequest,
): Promise<Result<RememberedAnswer | null, Problem>> {
  const forgotten = new Date(request.nowMs - KEPT_HOURS * 3_600_000);
  // The table holds a day of keys of people and scripts, so clearing it in passing costs little.
  await tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: forgotten } } });
  const taken = await tx.$executeRaw`
    insert into idempotency_key (actor, key, route, request_hash, status, body, created_at)
    values (${request.actor}, ${request.key}, ${request.route}, ${request.requestHash}, 0, 'null'::jsonb,
      ${new Date(request.nowMs)})
    on conflict (actor, route, key) do nothing`;
  if (taken === 1) return ok(null);
  const known = await findKey(tx, request);
  if (!known) throw new Error("an idempotency key was neither taken nor there");
  return answerOf(known, request);
}

async function findKey(db: Transaction, { actor, route, key }: KeyedRequest) {
  return await db.idempotencyKey.findUnique({ where: { actor_route_key: { actor, route, key } } });
}

function answerOf(
  known: RememberedAnswer & { readonly requestHash: Uint8Array },
  request: KeyedRequest,
): Result<RememberedAnswer, Problem> {
  if (Buffer.compare(known.requestHash, request.requestHash) !== 0) {
    return err({
      status: 422,
      detail: "This Idempotency-Key was used for another request in the last 24 hours. Use a new one.",
    });
  }
  return ok({ status: known.status, body: known.body });
}

/** Writes down the answer that a repeated request will get. */
export async function rememberAnswer(
  tx: Transaction,
  request: KeyedRequest,
  answer: RememberedAnswer,
): Promise<void> {
  const body = JSON.stringify(answer.body ?? null);
  await tx.$executeRaw`
    update idempotency_key set status = ${answer.status}, body = ${body}::jsonb
    where actor = ${request.actor} and route = ${request.route} and key = ${request.key}`;
}

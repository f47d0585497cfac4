import { createHash } from "node:crypto";
import type { DBAdapter, Where } from "better-auth/adapters";

/** What stands in the database for a session's secret. */
export function hashSessionSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

type Row = Record<string, unknown>;

const isSecret = (model: string, where: Where) => model === "session" && where.field === "token";

/**
 * An adapter under which better-auth stores sessions by the hashes of their secrets: whoever reads the database signs in
 * as nobody. better-auth finds sessions by their secret, which it has from the cookie, and is handed them with it; where
 * it lists them, it sees hashes.
 */
export function hashSessionSecrets(inner: DBAdapter): DBAdapter {
  const known = (where: readonly Where[] = []) =>
    new Map(
      where
        .filter((one) => isSecret("session", one))
        .flatMap(({ value }) => (Array.isArray(value) ? value : [value]))
        .flatMap((value) => (typeof value === "string" ? [[hashSessionSecret(value), value] as const] : [])),
    );
  const hide = <Call extends { model: string; where?: Where[] | undefined }>(call: Call): Call => {
    if (call.where === undefined) return call;
    return { ...call, where: call.where.map((one) => (isSecret(call.model, one) ? hidden(one) : one)) };
  };
  const show = <T>(row: T, { model, where }: { model: string; where?: Where[] | undefined }): T => {
    if (model !== "session" || row === null || typeof row !== "object" || !("token" in row)) return row;
    const secret = typeof row.token === "string" ? known(where).get(row.token) : undefined;
    return secret === undefined ? row : { ...row, token: secret };
  };
  const wrapped: DBAdapter = {
    ...inner,
    create: async <T extends Row, R = T>(call: Parameters<DBAdapter["create"]>[0]): Promise<R> => {
      const { token } = call.data;
      if (call.model !== "session" || typeof token !== "string")
        return await inner.create<T, R>(call as never);
      const stored = { ...call, data: { ...call.data, token: hashSessionSecret(token) } };
      // The row that was asked for, as better-auth's own adapter would have given it.
      return { ...(await inner.create<T, R>(stored as never)), token };
    },
    findOne: async <T>(call: Parameters<DBAdapter["findOne"]>[0]) =>
      show(await inner.findOne<T>(hide(call)), call),
    findMany: async <T>(call: Parameters<DBAdapter["findMany"]>[0]) =>
      (await inner.findMany<T>(hide(call))).map((row) => show(row, call)),
    update: async <T>(call: Parameters<DBAdapter["update"]>[0]) =>
      show(await inner.update<T>(hide(call)), call),
    consumeOne: async <T>(call: Parameters<DBAdapter["consumeOne"]>[0]) =>
      show(await inner.consumeOne<T>(hide(call)), call),
    incrementOne: async <T>(call: Parameters<DBAdapter["incrementOne"]>[0]) =>
      show(await inner.incrementOne<T>(hide(call)), call),
    count: (call) => inner.count(hide(call)),
    updateMany: (call) => inner.updateMany(hide(call)),
    delete: (call) => inner.delete(hide(call)),
    deleteMany: (call) => inner.deleteMany(hide(call)),
    // Whoever changes several things at once has begun the transaction already: see PeopleAuth.
    transaction: (work) => work(wrapped),
  };
  return wrapped;
}

function hidden(where: Where): Where {
  const { value } = where;
  if (typeof value === "string") return { ...where, value: hashSessionSecret(value) };
  if (!Array.isArray(value)) return where;
  return { ...where, value: value.filter((one) => typeof one === "string").map(hashSessionSecret) };
}

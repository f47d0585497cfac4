import { z } from "zod";

/** What a list that is small enough to be read whole takes: everything, unless a limit is asked for. */
export const pagingSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(10_000).optional().describe("left out: everything"),
  cursor: z.string().max(1_000).optional().describe("the nextCursor of the page before"),
});

export type Paging = z.output<typeof pagingSchema>;

export const nextCursorSchema = z.string().nullable().describe("null on the last page");

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Joins the parts of a key. No name holds it, and it sorts before whatever a name can go on with. */
export const KEY_SEPARATOR = "\u0001";

/**
 * One page of items that stand in ascending order of their keys (by code unit). The cursor is the last key of the page
 * before, written so that it passes through an address, so that what comes or goes between two pages moves nothing else.
 */
export function takePage<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { limit, cursor }: Paging,
): Page<Item> {
  const after = cursor === undefined ? null : Buffer.from(cursor, "base64url").toString("utf8");
  const rest = after === null ? items : items.filter((item) => keyOf(item) > after);
  const page = limit === undefined ? rest : rest.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page,
    nextCursor:
      page.length < rest.length && last !== undefined ? Buffer.from(keyOf(last)).toString("base64url") : null,
  };
}

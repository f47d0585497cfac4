import { z } from "zod";

/** Items of one answer at the most; what is more comes with the next page, which a `Link` header names. */
export const MOST_ITEMS = 50_000;

/** What a list takes: as much as one answer holds, unless a smaller limit is asked for. */
export const pagingSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(MOST_ITEMS).optional().describe(`left out: ${MOST_ITEMS}`),
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
  const after = readCursor(cursor);
  return cutPage(after === null ? items : items.filter((item) => keyOf(item) > after), keyOf, limit);
}

/** The last key of the page before; null for the first page. */
export function readCursor(cursor: string | undefined): string | null {
  return cursor === undefined ? null : Buffer.from(cursor, "base64url").toString("utf8");
}

/** A page of what comes after the page before: whether more follows shows by one item over the limit. */
export function cutPage<Item>(
  rest: readonly Item[],
  keyOf: (item: Item) => string,
  limit: number = MOST_ITEMS,
): Page<Item> {
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page,
    nextCursor:
      page.length < rest.length && last !== undefined ? Buffer.from(keyOf(last)).toString("base64url") : null,
  };
}

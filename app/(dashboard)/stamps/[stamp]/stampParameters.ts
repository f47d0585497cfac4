import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const NODE_ORDERS = ["heat", "name"] as const;

/** What the page of a stamp keeps in the URL, besides the scope. */
export const STAMP_PARSERS = {
  /** Empty = all pools. */
  pool: parseAsString.withDefault(""),
  nodes: parseAsStringLiteral(NODE_ORDERS).withDefault("heat"),
  /** The chosen node, `stamp/pool/node`. */
  selected: parseAsString,
};

export const loadStampParameters = createLoader(STAMP_PARSERS);

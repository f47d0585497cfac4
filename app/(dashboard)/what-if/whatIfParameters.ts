import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const SIDES = ["a", "b"] as const;
export type Side = (typeof SIDES)[number];
export const SHOWN_POOLS = ["touched", "all"] as const;

/** What the What-if page keeps in the URL, besides the scope: everything that is asked. */
export const WHAT_IF_PARSERS = {
  /** As `encodeScenario` writes it. */
  a: parseAsString.withDefault(""),
  /** A second scenario beside it; null = there is none. */
  b: parseAsString,
  /** The one that is being changed, and whose details are shown. */
  side: parseAsStringLiteral(SIDES).withDefault("a"),
  pools: parseAsStringLiteral(SHOWN_POOLS).withDefault("touched"),
};

export const loadWhatIfParameters = createLoader(WHAT_IF_PARSERS);

import { parseAsString, parseAsStringLiteral } from "nuqs/server";

export const GROUPINGS = ["registry", "tenant"] as const;
export const SHARE_MEASURES = ["requests", "bytes"] as const;
export const STACK_MEASURES = ["cpu", "requests", "bytes"] as const;

/** What the contribution parts of a page keep in the URL, besides the scope. */
export const CONTRIBUTION_PARSERS = {
  by: parseAsStringLiteral(GROUPINGS).withDefault("registry"),
  /** What shares and cumulative shares are of. */
  of: parseAsStringLiteral(SHARE_MEASURES).withDefault("requests"),
  stack: parseAsStringLiteral(STACK_MEASURES).withDefault("cpu"),
  find: parseAsString.withDefault(""),
  sort: parseAsString.withDefault("rank"),
  /** The chosen contributor, `name@stamp`. */
  pick: parseAsString,
};

import { parseAsString, parseAsStringLiteral } from "nuqs/server";

export const STAMP_KINDS = ["", "shared", "isolated"] as const;
export const CONDITIONS = ["", "hot", "signal", "cordoned", "in_deployment", "planned"] as const;
export type Condition = (typeof CONDITIONS)[number];

/** What the Stamps page keeps in the URL, besides the scope. */
export const STAMPS_PARSERS = {
  kind: parseAsStringLiteral(STAMP_KINDS).withDefault(""),
  condition: parseAsStringLiteral(CONDITIONS).withDefault(""),
  q: parseAsString.withDefault(""),
  sort: parseAsString.withDefault("-heat"),
};

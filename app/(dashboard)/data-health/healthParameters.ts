import { parseAsBoolean, parseAsString } from "nuqs/server";

/** What the Data health page keeps in the URL, besides the scope. */
export const HEALTH_PARSERS = {
  /** Only pools that need attention. */
  attention: parseAsBoolean.withDefault(false),
  q: parseAsString.withDefault(""),
  sort: parseAsString.withDefault("rank"),
};

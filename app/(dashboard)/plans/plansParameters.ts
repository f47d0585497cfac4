import { parseAsString, parseAsStringLiteral } from "nuqs/server";
import { PLAN_STATES } from "#lib/planning/planAnswer.ts";

/** `open`: what has not come to its end. */
export const STATE_CHOICES = ["", "open", ...PLAN_STATES] as const;
export type StateChoice = (typeof STATE_CHOICES)[number];

/** What the Plans page keeps in the URL, besides the scope. */
export const PLANS_PARSERS = {
  state: parseAsStringLiteral(STATE_CHOICES).withDefault(""),
  stamp: parseAsString.withDefault(""),
  author: parseAsString.withDefault(""),
  q: parseAsString.withDefault(""),
  sort: parseAsString.withDefault("-saved"),
};

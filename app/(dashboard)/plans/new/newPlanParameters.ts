import {
  createLoader,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";

export const WAYS = ["propose", "hand", "file"] as const;
export type Way = (typeof WAYS)[number];

/** What the page of a new plan keeps in the URL, besides the scope and, by hand, the scenario. */
export const NEW_PLAN_PARSERS = {
  way: parseAsStringLiteral(WAYS).withDefault("propose"),
  /** The hot stamp that it is for; empty = none in particular. */
  stamp: parseAsString.withDefault(""),
  /** Only these may move, parted by commas; null = as the stamp suggests, empty = all. */
  tenants: parseAsString,
  /** Percent; null = the limits that are set. */
  limit: parseAsFloat,
  moves: parseAsInteger,
  /** Points; null = as set. */
  gain: parseAsFloat,
  /** Registries and stamps that are left alone, parted by commas. */
  leave: parseAsString.withDefault(""),
  leaveStamps: parseAsString.withDefault(""),
  /** Whether a stamp may be made for it. */
  make: parseAsBoolean.withDefault(true),
  /** Of a proposal that was made. */
  proposal: parseAsInteger,
};

export const loadNewPlanParameters = createLoader(NEW_PLAN_PARSERS);

/** Where a plan is drafted for a hot stamp. */
export function draftHref(stamp: string, region: string): string {
  return `/plans/new?${new URLSearchParams({ region, stamp })}`;
}

/** Where a plan is drafted from a scenario of the What-if page, as its address has it. */
export function draftScenarioHref(scenario: string, region: string): string {
  return `/plans/new?${new URLSearchParams({ way: "hand", region, a: scenario })}`;
}

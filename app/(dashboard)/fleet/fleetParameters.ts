import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const MEASURES = ["hot", "p95", "average"] as const;
export const ORDERS = ["heat", "name", "region"] as const;
export const DENSITIES = ["rows", "fit"] as const;

/** What the Fleet page keeps in the URL, besides the scope. */
export const FLEET_PARSERS = {
  measure: parseAsStringLiteral(MEASURES).withDefault("hot"),
  /** A duration of the contract (`5m`, `1h`); empty = chosen by the range. */
  step: parseAsString.withDefault(""),
  order: parseAsStringLiteral(ORDERS).withDefault("heat"),
  density: parseAsStringLiteral(DENSITIES).withDefault("rows"),
  kind: parseAsString.withDefault(""),
  state: parseAsString.withDefault(""),
  q: parseAsString.withDefault(""),
  sort: parseAsString.withDefault("-hotNodeP95"),
  selected: parseAsString,
};

export const loadFleetParameters = createLoader(FLEET_PARSERS);

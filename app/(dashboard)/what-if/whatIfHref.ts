import { addRegistries, EMPTY_SCENARIO, MOST_MOVES } from "./scenario.ts";
import { encodeScenario } from "./scenarioCode.ts";

/** Where it is asked what would be if these registries of a region moved; no more than an address can carry. */
export function whatIfHref(region: string, registries: readonly string[]): string {
  const scenario = addRegistries(EMPTY_SCENARIO, registries.slice(0, MOST_MOVES), null);
  return `/what-if?${new URLSearchParams({ region, a: encodeScenario(scenario) })}`;
}

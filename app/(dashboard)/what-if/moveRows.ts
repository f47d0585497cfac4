import { compareText } from "#lib/core/index.ts";
import type { Scenario } from "./scenario.ts";
import type { PickedRegistry, ScenarioRefusal } from "./whatIfView.ts";

/** A picked registry as the table shows it. */
export interface MoveRow {
  /** As the address has it. */
  readonly asked: string;
  /** Its present name. */
  readonly registry: string;
  /** Empty = not known. */
  readonly tenant: string;
  readonly home: string | null;
  readonly to: string | null;
  /** Why it cannot move so, in words; empty = it can. */
  readonly problem: string;
}

/** Picked registries by tenant, home and name. What the last answer did not know yet (it was just picked) is left open. */
export function moveRows(
  { moves }: Scenario,
  registries: readonly PickedRegistry[],
  refusal: ScenarioRefusal | null,
): MoveRow[] {
  const known = new Map(registries.map((one) => [one.asked, one]));
  const problems = new Map(refusal?.moves.map(({ registry, message }) => [registry, message]));
  return moves
    .map(({ registry: asked, to }) => {
      const one = known.get(asked);
      const isAtHome = to !== null && one?.home === to;
      return {
        asked,
        registry: one?.registry ?? asked,
        tenant: one?.tenant ?? "",
        home: one?.home ?? null,
        to,
        problem: problems.get(asked) ?? (isAtHome ? "It is there already." : ""),
      };
    })
    .sort(
      (one, other) =>
        compareText(one.tenant, other.tenant) ||
        compareText(one.home ?? "", other.home ?? "") ||
        compareText(one.registry, other.registry),
    );
}

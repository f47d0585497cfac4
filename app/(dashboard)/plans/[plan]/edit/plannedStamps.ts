import type { NewPlannedStamp } from "#lib/planning/planContent.ts";
import type { NewStamp } from "../../../what-if/scenario.ts";

/** A planned stamp as it is typed: pools go by their kind there. */
export function typedStampOf({ name, kind, pools }: NewPlannedStamp): NewStamp {
  return { name, kind, pools: pools.map((pool) => ({ ...pool, kind: pool.kind })) };
}

/** What was typed, as a plan has it; a pool keeps the name that it had. */
export function plannedStampOf(typed: NewStamp, before: NewPlannedStamp | null): NewPlannedStamp {
  return {
    name: typed.name,
    kind: typed.kind,
    pools: typed.pools.map(({ kind, vcpusPerNode, instances }) => ({
      name: before?.pools.find((pool) => pool.kind === kind)?.name ?? kind,
      kind,
      vcpusPerNode,
      instances,
    })),
  };
}

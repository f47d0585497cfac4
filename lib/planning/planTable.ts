import type { MoveClass } from "./types.ts";

/** One row a move, in running order (CONTRACT.md, Plan CSV). Machines rely on the names and their order. */
export const PLAN_COLUMNS = [
  "plan_id",
  "plan_version",
  "phase",
  "phase_name",
  "class",
  "batch",
  "registry",
  "tenant",
  "region",
  "from_stamp",
  "to_stamp",
  "request_share",
  "byte_share",
  "source_p95_before",
  "source_p95_after",
  "destination_p95_before",
  "destination_p95_after",
  "observation_hours",
  "not_before",
  "status",
  "bound_at",
  "verified_at",
  "reason",
] as const;
export type PlanColumn = (typeof PLAN_COLUMNS)[number];

export const MOVE_STATES = ["pending", "bound", "drained", "verified", "skipped", "reverted"] as const;
export type MoveState = (typeof MOVE_STATES)[number];

/** A move of a plan as it is exported. Times are RFC 3339 UTC; percent of hot-node P95; null = cannot be had. */
export interface PlanTableMove {
  readonly registry: string;
  readonly tenant: string;
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly requestShare: number | null;
  readonly byteShare: number | null;
  /** Of the stamp's pool with the highest projected value, after all moves up to and with this one. */
  readonly sourceP95: { readonly before: number | null; readonly after: number | null };
  readonly destinationP95: { readonly before: number | null; readonly after: number | null };
  readonly status: MoveState;
  readonly boundAt: string | null;
  readonly verifiedAt: string | null;
  readonly reason: string;
}

export interface PlanTablePhase {
  readonly name: string;
  readonly class: MoveClass;
  /** From 1 on among the phases of its class. */
  readonly batch: number;
  readonly observationHours: number;
  readonly notBefore: string | null;
  readonly moves: readonly PlanTableMove[];
}

export interface PlanTable {
  readonly id: string;
  readonly version: number;
  readonly phases: readonly PlanTablePhase[];
}

type Cell = string | number | null;

/** Shares to six places, percent to two: enough to be read back as the same plan. */
export function tabulatePlan({ id, version, phases }: PlanTable): {
  columns: readonly PlanColumn[];
  rows: Cell[][];
} {
  const rows = phases.flatMap((phase, at) =>
    phase.moves.map((move): Cell[] => {
      const cells: Record<PlanColumn, Cell> = {
        plan_id: id,
        plan_version: version,
        phase: at + 1,
        phase_name: phase.name,
        class: phase.class,
        batch: phase.batch,
        registry: move.registry,
        tenant: move.tenant,
        region: move.region,
        from_stamp: move.from,
        to_stamp: move.to,
        request_share: rounded(move.requestShare, 6),
        byte_share: rounded(move.byteShare, 6),
        source_p95_before: rounded(move.sourceP95.before, 2),
        source_p95_after: rounded(move.sourceP95.after, 2),
        destination_p95_before: rounded(move.destinationP95.before, 2),
        destination_p95_after: rounded(move.destinationP95.after, 2),
        observation_hours: phase.observationHours,
        not_before: phase.notBefore,
        status: move.status,
        bound_at: move.boundAt,
        verified_at: move.verifiedAt,
        reason: move.reason,
      };
      return PLAN_COLUMNS.map((column) => cells[column]);
    }),
  );
  return { columns: PLAN_COLUMNS, rows };
}

function rounded(value: number | null, places: number): number | null {
  return value === null ? null : Math.round(value * 10 ** places) / 10 ** places;
}

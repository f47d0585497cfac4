import type { ListedReplica } from "#lib/contribution/registries/registryList.ts";

/** A registry in one region, as the list shows it. */
export interface ReplicaRow {
  /** `registry@region` */
  readonly id: string;
  readonly registry: string;
  readonly tenant: string;
  readonly region: string;
  readonly homeStamp: string;
  readonly boundAtMs: number;
  readonly lastMovedAtMs: number | null;
  /** What keeps it from being moved, in words; empty: nothing. */
  readonly constraints: string;
  /** Of the last hour; null = nobody reported load. */
  readonly requestsPerMinute: number | null;
  readonly bytesPerMinute: number | null;
}

export const REPLICA_FIELDS = [
  "id",
  "registry",
  "tenant",
  "region",
  "homeStamp",
  "boundAtMs",
  "lastMovedAtMs",
  "constraints",
  "requestsPerMinute",
  "bytesPerMinute",
] as const satisfies readonly (keyof ReplicaRow)[];

export function replicaRow(one: ListedReplica): ReplicaRow {
  return {
    id: `${one.registry}@${one.region}`,
    registry: one.registry,
    tenant: one.tenant,
    region: one.region,
    homeStamp: one.homeStamp,
    boundAtMs: Date.parse(one.boundAt),
    lastMovedAtMs: one.lastMovedAt === null ? null : Date.parse(one.lastMovedAt),
    constraints: constraintWords(one),
    requestsPerMinute: rounded(one.requestsPerMinute),
    bytesPerMinute: rounded(one.bytesPerMinute),
  };
}

/** `pinned, 2 freezes, apart from fabrikam`: what is said about moving it; empty where nothing is. */
export function constraintWords(one: {
  readonly pinned: boolean;
  readonly excluded: boolean;
  readonly freezes: number;
  readonly mustNotShareWith: readonly string[];
}): string {
  return [
    one.pinned && "pinned",
    one.excluded && "excluded",
    one.freezes > 0 && `${one.freezes} ${one.freezes === 1 ? "freeze" : "freezes"}`,
    one.mustNotShareWith.length > 0 && `apart from ${one.mustNotShareWith.join(", ")}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** A tenth of a request a minute is finer than anyone reads. */
function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10) / 10;
}

export interface ReplicaFilter {
  /** Words that registry, tenant, region or stamp must all contain. */
  readonly q: string;
  readonly condition: ReplicaCondition;
}

export const REPLICA_CONDITIONS = ["", "busy", "idle", "constrained", "moved"] as const;
export type ReplicaCondition = (typeof REPLICA_CONDITIONS)[number];

const CONDITION_OF: Readonly<Record<ReplicaCondition, (row: ReplicaRow) => boolean>> = {
  "": () => true,
  busy: ({ requestsPerMinute, bytesPerMinute }) => (requestsPerMinute ?? 0) + (bytesPerMinute ?? 0) > 0,
  // Where nobody reported load it is not known to be idle.
  idle: ({ requestsPerMinute, bytesPerMinute }) => requestsPerMinute === 0 && bytesPerMinute === 0,
  constrained: ({ constraints }) => constraints !== "",
  moved: ({ lastMovedAtMs }) => lastMovedAtMs !== null,
};

/** Those that pass, in the order they came. */
export function filterReplicas(rows: readonly ReplicaRow[], { q, condition }: ReplicaFilter): ReplicaRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    if (!CONDITION_OF[condition](row)) return false;
    const text = `${row.registry} ${row.tenant} ${row.region} ${row.homeStamp}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

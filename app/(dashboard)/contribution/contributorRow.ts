import type { ContributionRow } from "#lib/contribution/rankContribution.ts";
import type { Columns } from "../../_components/table/columnar.ts";

/** A contributor as tables and charts show it. Shares 0–1; null = cannot be had. */
export interface ContributorRow {
  /** What it is chosen and pointed at by: its name, and where several stamps are shown its stamp. */
  readonly id: string;
  readonly rank: number;
  /** Null where tenants are ranked. */
  readonly registry: string | null;
  readonly tenant: string;
  readonly stamp: string;
  readonly registries: number;
  readonly requests: number;
  readonly bytes: number;
  readonly reliefPoints: number | null;
  readonly reliefPool: string | null;
  /** In the order of the view's pools. */
  readonly reliefs: readonly (number | null)[];
  readonly requestShare: number | null;
  readonly byteShare: number | null;
  readonly hotBinShare: number | null;
  readonly cpuShare: number | null;
  readonly confidence: number | null;
  readonly unboundMinutes: number;
}

export type ContributorColumns = Columns<ContributorRow>;

export const CONTRIBUTOR_FIELDS = [
  "id",
  "rank",
  "registry",
  "tenant",
  "stamp",
  "registries",
  "requests",
  "bytes",
  "reliefPoints",
  "reliefPool",
  "reliefs",
  "requestShare",
  "byteShare",
  "hotBinShare",
  "cpuShare",
  "confidence",
  "unboundMinutes",
] as const satisfies readonly (keyof ContributorRow)[];

/** A ranked contributor with as many digits as a page shows. */
export function contributorRow(row: ContributionRow, at: number): ContributorRow {
  return {
    id: contributorId(row),
    rank: at + 1,
    registry: row.registry,
    tenant: row.tenant,
    stamp: row.stamp,
    registries: row.registries,
    requests: row.requests,
    bytes: row.bytes,
    reliefPoints: rounded(row.reliefPoints, 3),
    reliefPool: row.reliefPool,
    reliefs: row.pools.map(({ reliefPoints }) => rounded(reliefPoints, 3)),
    requestShare: rounded(row.requestShare, 6),
    byteShare: rounded(row.byteShare, 6),
    hotBinShare: rounded(row.hotBinShare, 6),
    cpuShare: rounded(row.cpuShare, 6),
    confidence: rounded(row.confidence, 2),
    unboundMinutes: row.unboundMinutes,
  };
}

export function contributorId(row: Pick<ContributionRow, "registry" | "tenant" | "stamp">): string {
  return `${row.registry ?? row.tenant}@${row.stamp}`;
}

function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Math.round(value * 10 ** decimals) / 10 ** decimals;
}

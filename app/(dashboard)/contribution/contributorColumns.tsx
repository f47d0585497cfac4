"use client";

import { formatCount, formatFixed, formatPoints, formatShare, NO_VALUE } from "#lib/charts/index.ts";
import { RowCheck } from "../../_components/RowCheck.tsx";
import { registryHref, stampHref, tenantHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import type { ContributorRow } from "./contributorRow.ts";
import { confidenceWords } from "./describeContribution.ts";

export interface RankedRow extends ContributorRow {
  readonly cumulativeShare: number | null;
  /** Null = it is one of the rest. */
  readonly color: string | null;
}

interface ColumnChoice {
  readonly by: "registry" | "tenant";
  /** Names of the pools that get a relief column each; none where there is one alone. */
  readonly pools: readonly string[];
  readonly showsStamp: boolean;
  /** The greatest relief of all rows, points: how long a bar may be. */
  readonly greatest: number;
  readonly measures: { readonly requests: boolean; readonly bytes: boolean };
  /** Left out: rows cannot be marked. */
  readonly marking?: RowMarking | undefined;
}

/** Marking rows to do something with them together. */
export interface RowMarking {
  readonly marked: ReadonlySet<string>;
  readonly toggle: (id: string) => void;
}

export function contributorColumns(choice: ColumnChoice): DataColumn<RankedRow>[] {
  const { by, pools, measures } = choice;
  return [
    rankColumn(),
    by === "registry" ? registryColumn(choice.marking) : tenantColumn(true, choice.marking),
    ...(by === "registry" ? [tenantColumn(false)] : [registriesColumn()]),
    ...(choice.showsStamp ? [stampColumn()] : []),
    reliefColumn(choice.greatest),
    ...(pools.length > 1 ? pools.map(poolReliefColumn) : []),
    shareColumn("cpuShare", "CPU", "Share of the CPU that the load model attributes to registries"),
    ...(measures.requests
      ? [shareColumn("requestShare", "Requests", "Share of the requests of the window")]
      : []),
    ...(measures.bytes ? [shareColumn("byteShare", "Bytes", "Share of the bytes of the window")] : []),
    shareColumn(
      "hotBinShare",
      "When hot",
      "Share of the requests in the minutes in which the pool was at its P95 or above",
    ),
    cumulativeColumn(),
    confidenceColumn(),
  ];
}

function rankColumn(): DataColumn<RankedRow> {
  return {
    id: "rank",
    header: "#",
    width: 48,
    align: "right",
    meaning: "Rank by relief; equals by name",
    sortValue: (row) => row.rank,
    cell: (row) => <span className="text-ink-soft">{formatCount(row.rank)}</span>,
  };
}

function registryColumn(marking: RowMarking | undefined): DataColumn<RankedRow> {
  return {
    id: "name",
    header: "Registry",
    width: marking === undefined ? 184 : 208,
    isRowHeader: true,
    sortValue: (row) => row.registry,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <Mark id={row.id} name={row.registry ?? ""} marking={marking} />
        <Swatch color={row.color} />
        <ScopedLink
          href={registryHref(row.registry ?? "")}
          className="name-link truncate"
          title={row.registry ?? ""}
        >
          {row.registry}
        </ScopedLink>
        {row.unboundMinutes > 0 && (
          <span
            className="shrink-0 rounded-sm border border-line-strong px-1 text-2xs text-ink-soft"
            title={`Had load here in ${formatCount(row.unboundMinutes)} minutes in which it was not at home here: a drain, or a move made elsewhere`}
          >
            unbound
          </span>
        )}
      </span>
    ),
  };
}

function Mark({ id, name, marking }: { id: string; name: string; marking: RowMarking | undefined }) {
  if (marking === undefined) return null;
  return (
    <RowCheck label={`Mark ${name}`} isChecked={marking.marked.has(id)} onToggle={() => marking.toggle(id)} />
  );
}

/** The thing's own colour, where the charts show it by one. */
function Swatch({ color }: { color: string | null }) {
  return (
    <span
      aria-hidden="true"
      className="size-2.5 shrink-0 rounded-xs"
      style={color === null ? undefined : { background: color }}
    />
  );
}

function tenantColumn(isName: boolean, marking?: RowMarking): DataColumn<RankedRow> {
  return {
    id: isName ? "name" : "tenant",
    header: "Tenant",
    width: isName ? (marking === undefined ? 184 : 208) : 124,
    ...(isName ? { isRowHeader: true } : {}),
    sortValue: (row) => row.tenant,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        {isName && <Mark id={row.id} name={row.tenant} marking={marking} />}
        {isName && <Swatch color={row.color} />}
        <ScopedLink
          href={tenantHref(row.tenant)}
          title={row.tenant}
          className={
            isName ? "name-link truncate" : "truncate text-ink-soft hover:text-accent hover:underline"
          }
        >
          {row.tenant}
        </ScopedLink>
      </span>
    ),
  };
}

function registriesColumn(): DataColumn<RankedRow> {
  return {
    id: "registries",
    header: "Registries",
    width: 76,
    align: "right",
    firstSort: "descending",
    sortValue: (row) => row.registries,
    cell: (row) => formatCount(row.registries),
  };
}

function stampColumn(): DataColumn<RankedRow> {
  return {
    id: "stamp",
    header: "Stamp",
    width: 92,
    sortValue: (row) => row.stamp,
    cell: (row) => (
      <ScopedLink href={stampHref(row.stamp)} className="text-ink-soft hover:text-accent hover:underline">
        {row.stamp}
      </ScopedLink>
    ),
  };
}

/** Under this a relief is noise: written all the same, but not drawn to look like something. Points. */
const NOTABLE_POINTS = 0.5;

function reliefColumn(greatest: number): DataColumn<RankedRow> {
  return {
    id: "relief",
    header: "Relief",
    width: 148,
    align: "right",
    meaning:
      "How many points lower the pool’s hot-node P95 would be without it: of the pools shown the greatest, and which that is",
    firstSort: "descending",
    sortValue: (row) => row.reliefPoints,
    cell: ({ reliefPoints, reliefPool }) => {
      if (reliefPoints === null) return <NotKnown />;
      return (
        <span className="flex items-center justify-end gap-2" title={reliefPool ?? undefined}>
          <span aria-hidden="true" className="h-2 min-w-0 flex-1">
            <span
              className="block h-full rounded-xs bg-accent"
              style={{ width: `${greatest > 0 ? (100 * reliefPoints) / greatest : 0}%` }}
            />
          </span>
          <span className={reliefPoints >= NOTABLE_POINTS ? "font-semibold" : "text-ink-soft"}>
            {formatPoints(-reliefPoints)}
          </span>
        </span>
      );
    },
  };
}

function poolReliefColumn(pool: string, place: number): DataColumn<RankedRow> {
  return {
    id: `relief ${pool}`,
    header: `in ${pool}`,
    width: 92,
    align: "right",
    meaning: `The same in ${pool} alone, points`,
    firstSort: "descending",
    sortValue: (row) => row.reliefs[place] ?? null,
    cell: (row) => {
      const relief = row.reliefs[place] ?? null;
      if (relief === null) return <NotKnown />;
      return (
        <span className={relief >= NOTABLE_POINTS ? "" : "text-ink-faint"}>{formatFixed(-relief, 1)}</span>
      );
    },
  };
}

type ShareField = "requestShare" | "byteShare" | "hotBinShare" | "cpuShare";

function shareColumn(field: ShareField, header: string, meaning: string): DataColumn<RankedRow> {
  return {
    id: field,
    header,
    width: 80,
    align: "right",
    meaning,
    firstSort: "descending",
    sortValue: (row) => row[field],
    cell: (row) => <Share share={row[field]} />,
  };
}

function cumulativeColumn(): DataColumn<RankedRow> {
  return {
    id: "cumulative",
    header: "Cumulative",
    width: 88,
    align: "right",
    meaning: "Share of the traffic of this and all above it, in rank order",
    sortValue: (row) => row.rank,
    cell: (row) => <Share share={row.cumulativeShare} />,
  };
}

function confidenceColumn(): DataColumn<RankedRow> {
  return {
    id: "confidence",
    header: "Cost known from",
    width: 112,
    meaning:
      "How far what a request of it costs was told by its own load (its own), or taken from the pool’s registries together (the pool’s)",
    firstSort: "descending",
    sortValue: (row) => row.confidence,
    cell: (row) => (
      <span
        className="text-ink-soft"
        title={row.confidence === null ? undefined : `${formatShare(row.confidence)} its own`}
      >
        {confidenceWords(row.confidence)}
      </span>
    ),
  };
}

/** A share to a tenth of a percent: under a thousandth it is nearly nothing, and says so. */
function Share({ share }: { share: number | null }) {
  if (share === null) return <NotKnown />;
  if (share === 0) return <span className="text-ink-faint">0</span>;
  const percent = share * 100;
  if (percent < 0.05) return <span className="text-ink-faint">&lt; 0.1&nbsp;%</span>;
  // 99.96 % is not all.
  const shown = share < 1 ? Math.min(99.9, percent) : percent;
  return <span className={percent < 1 ? "text-ink-faint" : ""}>{formatFixed(shown, 1)}&nbsp;%</span>;
}

function NotKnown() {
  return <span className="text-ink-faint">{NO_VALUE}</span>;
}

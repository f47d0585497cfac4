"use client";

import {
  formatCount,
  formatCpu,
  formatFixed,
  formatPoints,
  formatRatio,
  formatShare,
  formatUtcDateTime,
  NO_VALUE,
} from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { POOL_STATES } from "#lib/hotness/types.ts";
import { Cpu } from "../../_components/Cpu.tsx";
import { StateBadge } from "../../_components/StateBadge.tsx";
import { PoolLink } from "../../_components/scope/PoolLink.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import type { FleetPoolRow } from "./fleetView.ts";
import { type OverLookBack, overForText } from "./overForText.ts";

/** The columns of the table of all pools. */
export function fleetColumns(lookBack: OverLookBack): DataColumn<FleetPoolRow>[] {
  return [
    {
      id: "name",
      header: "Stamp, pool",
      width: 172,
      isRowHeader: true,
      sortValue: (row) => row.id,
      cell: (row) => <PoolLink stamp={row.stamp} pool={row.pool} />,
    },
    {
      id: "state",
      header: "State",
      width: 94,
      meaning: "By hot-node P95 and the thresholds; unknown on missing or stale data",
      firstSort: "descending",
      sortValue: (row) => (row.state === "unknown" ? null : POOL_STATES.indexOf(row.state)),
      cell: (row) => (
        <StateBadge state={row.state} {...(row.isStale ? { note: "Stale: no recent sample" } : {})} />
      ),
    },
    {
      id: "hotNodeP95",
      header: "Hot-node P95",
      width: 120,
      align: "right",
      meaning:
        "95th percentile of the hottest node, minute by minute: how hot the worst node is, most of the time",
      firstSort: "descending",
      sortValue: (row) => row.hotNodeP95,
      cell: (row) => <P95 row={row} />,
    },
    ...besideColumns(),
    ...nowColumns(lookBack),
    ...shapeColumns(),
    ...trendColumns(),
  ];
}

/** Under this coverage a number is thin (PRODUCT.md, "Coverage"). */
const THIN_BELOW = 0.9;

/** The number that limits and plans work on; beside it the one thing to know of it: thin data, over the limit, or a hotter peak of its own. */
function P95({ row }: { row: FleetPoolRow }) {
  const isThin = row.coverage < THIN_BELOW || row.state === "unknown";
  const isOver = row.hotNodeP95 !== null && row.hotNodeP95 > row.limit;
  const ownPeak =
    row.ownPeakP95 === null ? "" : ` Its own peak window is hotter: ${formatCpu(row.ownPeakP95)}.`;
  const note = isThin ? (
    row.isStale ? (
      "stale"
    ) : (
      `${formatShare(row.coverage)} data`
    )
  ) : isOver ? (
    `over ${row.limit}`
  ) : ownPeak !== "" ? (
    <>own peak {formatCpu(row.ownPeakP95)}</>
  ) : null;
  return (
    <span title={`Limit ${row.limit} %.${ownPeak}`} className="inline-flex items-baseline gap-1.5">
      {note !== null && <span className="text-2xs text-ink-soft">{note}</span>}
      <span className={isThin ? "text-ink-faint" : isOver ? "font-semibold" : ""}>
        {formatCpu(row.hotNodeP95)}
      </span>
    </span>
  );
}

function besideColumns(): DataColumn<FleetPoolRow>[] {
  return [
    {
      id: "max",
      header: "Max",
      width: 66,
      align: "right",
      meaning: "The greatest node-minute of the window: one noisy minute",
      firstSort: "descending",
      sortValue: (row) => row.max,
      cell: (row) => <Cpu percent={row.max} />,
    },
    {
      id: "average",
      header: "Average",
      width: 70,
      align: "right",
      meaning: "Mean over nodes and minutes: it hides hot nodes",
      firstSort: "descending",
      sortValue: (row) => row.average,
      cell: (row) => <Cpu percent={row.average} />,
    },
  ];
}

function nowColumns(lookBack: OverLookBack): DataColumn<FleetPoolRow>[] {
  return [
    {
      id: "now",
      header: "Now 5 / 15 min",
      width: 110,
      align: "right",
      meaning: "Mean of the hottest node over the last 5 and 15 minutes",
      firstSort: "descending",
      sortValue: (row) => row.hot5m,
      cell: (row) => (
        <>
          {row.hot5m === null ? NO_VALUE : formatFixed(row.hot5m, 1)}{" "}
          <span className="text-ink-faint">/</span>{" "}
          <span className="text-ink-soft">{formatCpu(row.hot15m)}</span>
        </>
      ),
    },
    {
      id: "overSince",
      header: "Over since",
      width: 88,
      align: "right",
      meaning: "How long it has been over its limit without a break, until now",
      firstSort: "descending",
      sortValue: (row) => (row.overSince === null ? null : -row.overSince),
      cell: (row) =>
        row.overSince === null ? (
          <span className="text-ink-faint">{NO_VALUE}</span>
        ) : (
          <span
            className="font-semibold"
            title={`since ${formatUtcDateTime(row.overSince * MINUTE_MS, lookBack.readMs)} UTC`}
          >
            {overForText(row.overSince, lookBack)}
          </span>
        ),
    },
  ];
}

function shapeColumns(): DataColumn<FleetPoolRow>[] {
  return [
    {
      id: "hotSpotRatio",
      header: "Hot spot",
      width: 70,
      align: "right",
      meaning: "Mean of the hottest node ÷ mean of the pool: 1× is even, more is uneven",
      firstSort: "descending",
      sortValue: (row) => row.hotSpotRatio,
      cell: (row) => formatRatio(row.hotSpotRatio),
    },
    {
      id: "hottestShare",
      header: "Hottest node",
      width: 98,
      meaning: "The node that is hottest most often, and in which share of the minutes",
      firstSort: "descending",
      sortValue: (row) => row.hottestShare,
      cell: (row) =>
        row.hottestNode === null ? (
          <span className="text-ink-faint">{NO_VALUE}</span>
        ) : (
          <>
            <span className="font-mono text-xs">{row.hottestNode}</span>{" "}
            <span className="text-ink-soft">{formatShare(row.hottestShare)}</span>
          </>
        ),
    },
    {
      id: "nodes",
      header: "Nodes",
      width: 58,
      align: "right",
      meaning: "Nodes expected in the last minute with data",
      firstSort: "descending",
      sortValue: (row) => row.nodes,
      cell: (row) => formatCount(row.nodes),
    },
  ];
}

function trendColumns(): DataColumn<FleetPoolRow>[] {
  return [
    {
      id: "trendDay",
      header: "vs day",
      width: 80,
      align: "right",
      meaning: "Change of the P95 against the same hours the day before",
      firstSort: "descending",
      sortValue: (row) => row.trendDay,
      cell: (row) => <Trend points={row.trendDay} />,
    },
    {
      id: "trendWeek",
      header: "vs week",
      width: 80,
      align: "right",
      meaning: "Change of the P95 against the same hours the week before",
      firstSort: "descending",
      sortValue: (row) => row.trendWeek,
      cell: (row) => <Trend points={row.trendWeek} />,
    },
    {
      id: "region",
      header: "Region",
      width: 104,
      sortValue: (row) => row.region,
      cell: (row) => <span className="text-ink-soft">{row.region}</span>,
    },
  ];
}

/** Points that a change must reach to be more than the noise of a day. */
const NOTABLE_POINTS = 5;

function Trend({ points }: { points: number | null }) {
  const isNotable = points !== null && Math.abs(points) >= NOTABLE_POINTS;
  return <span className={isNotable ? "" : "text-ink-faint"}>{formatPoints(points)}</span>;
}

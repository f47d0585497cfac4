"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { useDeferredValue, useMemo } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { DataAsOf } from "../../_components/frame/asOf.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { carryScope } from "../../_components/scope/scope.ts";
import { filterStamps } from "./arrangeStamps.ts";
import { describeReasons } from "./describeReasons.ts";
import type { StampsView } from "./loadStamps.ts";
import { StampsFilters } from "./StampsFilters.tsx";
import { StampsTable } from "./StampsTable.tsx";
import type { StampRow } from "./stampRow.ts";
import { useStampsState } from "./useStampsState.ts";

/** Every stamp: which are hot and why, which take no moves. */
export function StampsScreen({ view }: { view: StampsView }) {
  const state = useStampsState();
  const router = useRouter();
  const current = useSearchParams();
  // Typing stays quick; the table follows when there is time.
  const q = useDeferredValue(state.q);
  const { kind, condition } = state;
  const shown = useMemo(
    () => filterStamps(view.rows, { kind, condition, q }),
    [view.rows, kind, condition, q],
  );
  return (
    <div className="flex flex-col gap-4">
      <DataAsOf dataMs={view.latestDataMs} readMs={view.readMs} />
      <PageHeading title="Stamps" summary={<HotStamps rows={view.rows} />} />
      <StampsFilters state={state} />
      <Panel
        title="All stamps"
        note={`${formatCount(shown.length)} of ${formatCount(view.rows.length)} stamps`}
        csvHref={`/api/v1/fleet.csv?${fleetParameters(current)}`}
        explain={{
          measure: "Hot stamp",
          definition:
            "A stamp is hot when a pool of it is over its limit by hot-node P95, or an open signal of high or critical severity is on it. Each alone is reason enough for a plan. A pool whose state is unknown is no reason. “Now” is the mean of the hottest node over the last 5 minutes.",
          window: "As the time range in the header line says; for the peak each region has its own.",
          coverage: "Under 90 % of the expected data a number is lighter; under 50 % its state is unknown.",
        }}
        isFlush
      >
        <StampsTable
          rows={shown}
          all={view.rows}
          now={view.readMs}
          sort={state.sort}
          onSortChange={state.setSort}
          onOpen={(row) => router.push(carryScope(stampHref(row.name), current))}
        />
      </Panel>
    </div>
  );
}

const NAMED_AT_MOST = 3;

/** The page's answer: which stamps are hot, and why. */
function HotStamps({ rows }: { rows: readonly StampRow[] }) {
  const hot = rows
    .filter((row) => row.reasons.length > 0)
    .sort((one, other) => (other.heat ?? 0) - (one.heat ?? 0));
  if (hot.length === 0) return <>None of {formatCount(rows.length)} stamps is hot.</>;
  return (
    <>
      {formatCount(hot.length)} of {formatCount(rows.length)} stamps {hot.length === 1 ? "is" : "are"} hot:{" "}
      {hot.slice(0, NAMED_AT_MOST).map((row, index) => (
        <span key={row.name}>
          {index > 0 && "; "}
          <ScopedLink href={stampHref(row.name)} className="name-link">
            {row.name}
          </ScopedLink>{" "}
          ({describeReasons(row.reasons)})
        </span>
      ))}
      {hot.length > NAMED_AT_MOST && `; and ${formatCount(hot.length - NAMED_AT_MOST)} more`}.
    </>
  );
}

/** The scope as the API's fleet takes it. */
function fleetParameters(current: URLSearchParams): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const key of ["region", "window", "from", "to"]) {
    const value = current.get(key);
    if (value) parameters.set(key, value);
  }
  return parameters;
}

"use client";

import type { ReactNode } from "react";
import { formatCount, formatCpu, formatFixed, formatPoints } from "#lib/charts/index.ts";
import { StateShape } from "../../_components/StateBadge.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { draftHref } from "../plans/new/newPlanParameters.ts";
import type { FleetPoolRow, FleetView } from "./fleetView.ts";
import { overForText } from "./overForText.ts";
import type { FleetSummary } from "./summarizeFleet.ts";

interface FleetStripProps {
  readonly summary: FleetSummary;
  readonly view: Pick<FleetView, "windowText" | "readMs" | "recentFromMinute">;
  /** Narrows map and table to a state, `over` or `stale`. */
  readonly onShow: (state: string) => void;
}

const NAMED_AT_MOST = 3;

/** What is hot now, what became hot, what is stale: sentences with links. */
export function FleetStrip({ summary, view, onShow }: FleetStripProps) {
  return (
    <div className="grid gap-x-6 gap-y-3 lg:grid-cols-[1.25fr_1fr_1fr]">
      <Part title="Hot now">
        <OverNow summary={summary} view={view} onShow={onShow} />
        <p className="text-ink-soft">
          {hotSentence(summary)} by hot-node P95, {view.windowText}.
        </p>
      </Part>
      <Part title="Became hot against the day before">
        {summary.becameHot.length === 0 ? (
          <p className="text-ink-soft">
            No pool is over its limit that was not over it in the same hours a day before.
          </p>
        ) : (
          <ul>
            {summary.becameHot.slice(0, NAMED_AT_MOST).map((row) => (
              <li key={row.id}>
                <PoolName row={row} /> {formatCpu(row.hotNodeP95)}, {formatPoints(row.trendDay)} on the day
                before
              </li>
            ))}
            <More count={summary.becameHot.length} />
          </ul>
        )}
      </Part>
      <Part title="Not to be trusted">
        <Doubtful summary={summary} onShow={onShow} />
      </Part>
    </div>
  );
}

function hotSentence({ hot, pools }: FleetSummary): string {
  if (hot.length === 0) return "No pool is hot or critical";
  return `${formatCount(hot.length)} of ${formatCount(pools)} pools ${hot.length === 1 ? "is" : "are"} hot or critical`;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0 border-l-2 border-line pl-3">
      <h2 className="text-xs font-medium text-ink-soft">{title}</h2>
      <div className="flex flex-col gap-0.5">{children}</div>
    </section>
  );
}

function OverNow({ summary, view, onShow }: FleetStripProps) {
  const { overNow } = summary;
  if (overNow.length === 0) return <p className="font-semibold">No pool is over its limit right now.</p>;
  return (
    <ul>
      {overNow.slice(0, NAMED_AT_MOST).map((row) => (
        <li key={row.id}>
          <PoolName row={row} /> at <strong className="font-semibold">{formatCpu(row.hot5m)}</strong>, over{" "}
          {formatFixed(row.limit, 0)}&nbsp;% for {overForText(row.overSince ?? 0, view)}{" "}
          <ScopedLink
            href={draftHref(row.stamp, row.region)}
            className="text-link whitespace-nowrap"
            aria-label={`Draft a plan for ${row.stamp}`}
          >
            draft a plan
          </ScopedLink>
        </li>
      ))}
      {overNow.length > NAMED_AT_MOST && (
        <li>
          <button type="button" className="text-link" onClick={() => onShow("over")}>
            and {formatCount(overNow.length - NAMED_AT_MOST)} more
          </button>
        </li>
      )}
    </ul>
  );
}

function Doubtful({ summary, onShow }: Pick<FleetStripProps, "summary" | "onShow">) {
  const { stale, unknown } = summary;
  if (stale.length === 0 && unknown.length === 0) {
    return <p className="text-ink-soft">Every pool reports, and has enough data for its state.</p>;
  }
  return (
    <>
      {stale.length > 0 && (
        <p>
          <Names rows={stale} /> {stale.length === 1 ? "has" : "have"} sent nothing lately.{" "}
          <ScopedLink href="/data-health" className="text-link">
            See why
          </ScopedLink>
        </p>
      )}
      {unknown.length > 0 && (
        <p>
          <Names rows={unknown} /> {unknown.length === 1 ? "has" : "have"} too little data for a state.{" "}
          <button type="button" className="text-link" onClick={() => onShow("unknown")}>
            Show
          </button>
        </p>
      )}
    </>
  );
}

function Names({ rows }: { rows: readonly FleetPoolRow[] }) {
  const named = rows.slice(0, NAMED_AT_MOST);
  const rest = rows.length - named.length;
  return named.map((row, index) => (
    <span key={row.id}>
      {index > 0 && (index === named.length - 1 && rest === 0 ? " and " : ", ")}
      <PoolName row={row} />
      {index === named.length - 1 && rest > 0 && ` and ${formatCount(rest)} more`}
    </span>
  ));
}

function More({ count }: { count: number }) {
  if (count <= NAMED_AT_MOST) return null;
  return (
    <li className="text-ink-soft">
      and {formatCount(count - NAMED_AT_MOST)} more: sort the table by “vs day”
    </li>
  );
}

function PoolName({ row }: { row: FleetPoolRow }) {
  return (
    <ScopedLink href={stampHref(row.stamp, row.pool)} className="name-link">
      <span className="mr-1 inline-block">
        <StateShape state={row.state} size={10} />
      </span>
      {row.stamp} {row.pool}
    </ScopedLink>
  );
}

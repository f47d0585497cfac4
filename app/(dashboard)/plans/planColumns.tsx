"use client";

import { formatAgo, formatCount, formatFixed, formatUtcDateTime, NO_VALUE } from "#lib/charts/index.ts";
import type { PlanSummary } from "#lib/planning/planAnswer.ts";
import { PLAN_STATES } from "#lib/planning/planAnswer.ts";
import { TIERS } from "#lib/planning/types.ts";
import { planHref, stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { progressOf } from "./filterPlans.ts";
import { PlanStateBadge } from "./PlanStateBadge.tsx";
import { TierBadge } from "./TierBadge.tsx";

/** The columns of the list of plans. */
export function planColumns(now: number): DataColumn<PlanSummary>[] {
  return [
    nameColumn(),
    {
      id: "state",
      header: "State",
      width: 128,
      sortValue: ({ state }) => PLAN_STATES.indexOf(state),
      cell: (plan) => <StateCell plan={plan} now={now} />,
    },
    {
      id: "region",
      header: "Region",
      width: 84,
      sortValue: ({ region }) => region,
      cell: ({ region }) => <span className="text-ink-soft">{region}</span>,
    },
    {
      id: "stamps",
      header: "Stamps",
      width: 160,
      meaning: "That it touches, on either end",
      sortValue: ({ stamps }) => stamps.join(" "),
      cell: ({ stamps }) => <Stamps stamps={stamps} />,
    },
    ...workColumns(),
    {
      id: "tier",
      header: "Tier",
      width: 104,
      meaning: "Blast radius of its highest phase",
      firstSort: "descending",
      sortValue: ({ tier }) => (tier === null ? null : TIERS.indexOf(tier)),
      cell: ({ tier }) => <TierBadge tier={tier} />,
    },
    excessColumn(),
    {
      id: "author",
      header: "Author",
      width: 96,
      sortValue: ({ author }) => author,
      cell: ({ author }) => <span className="text-ink-soft">{author}</span>,
    },
    {
      id: "saved",
      header: "Saved",
      width: 108,
      align: "right",
      firstSort: "descending",
      sortValue: ({ savedAt }) => Date.parse(savedAt),
      cell: ({ savedAt, savedBy }) => (
        <span
          className="text-ink-soft"
          title={`${formatUtcDateTime(Date.parse(savedAt), now)} UTC, by ${savedBy}`}
        >
          {formatAgo(Date.parse(savedAt), now)}
        </span>
      ),
    },
  ];
}

function nameColumn(): DataColumn<PlanSummary> {
  return {
    id: "name",
    header: "Plan",
    width: 220,
    isRowHeader: true,
    sortValue: ({ name }) => name,
    cell: ({ id, name, version }) => (
      <span className="block leading-tight">
        <ScopedLink href={planHref(id)} className="name-link block truncate" title={name}>
          {name}
        </ScopedLink>
        <span className="block text-xs text-ink-soft">
          #{id}, version {version}
        </span>
      </span>
    ),
  };
}

function StateCell({ plan, now }: { plan: PlanSummary; now: number }) {
  const { state, isBroken, doubts, expiresAt } = plan;
  return (
    <span className="block leading-tight">
      <PlanStateBadge state={state} />
      {state === "draft" && (
        <span className="block truncate text-xs text-ink-soft">
          {draftNote(isBroken, doubts, Date.parse(expiresAt) <= now)}
        </span>
      )}
    </span>
  );
}

function draftNote(isBroken: boolean, doubts: number, isTooOld: boolean): string {
  if (isTooOld) return "snapshot too old";
  if (isBroken) return "a step is not safe";
  return doubts > 0 ? `${formatCount(doubts)} against it` : "";
}

const NAMED_STAMPS = 3;

function Stamps({ stamps }: { stamps: readonly string[] }) {
  const shown = stamps.slice(0, NAMED_STAMPS);
  const left = stamps.length - shown.length;
  return (
    <span title={stamps.join(", ")}>
      {shown.map((stamp, at) => (
        <span key={stamp}>
          {at > 0 && ", "}
          <ScopedLink href={stampHref(stamp)} className="text-ink-soft hover:text-accent hover:underline">
            {stamp}
          </ScopedLink>
        </span>
      ))}
      {left > 0 && <span className="text-ink-faint"> +{left}</span>}
    </span>
  );
}

function workColumns(): DataColumn<PlanSummary>[] {
  return [
    {
      id: "moves",
      header: "Moves",
      width: 80,
      align: "right",
      firstSort: "descending",
      sortValue: ({ moves }) => moves.total,
      cell: ({ moves, phases }) => (
        <span className="block leading-tight">
          {formatCount(moves.total - moves.skipped)}
          <span className="block text-xs text-ink-soft">
            {formatCount(phases)} {phases === 1 ? "phase" : "phases"}
          </span>
        </span>
      ),
    },
    {
      id: "progress",
      header: "Progress",
      width: 92,
      meaning: "Moves that are done, of those that run",
      firstSort: "descending",
      sortValue: progressOf,
      cell: (plan) => <Progress plan={plan} />,
    },
  ];
}

function Progress({ plan }: { plan: PlanSummary }) {
  const progress = progressOf(plan);
  if (progress === null) return <span className="text-ink-faint">{NO_VALUE}</span>;
  const { done, total, skipped } = plan.moves;
  return (
    <span className="block leading-tight">
      <span className="text-xs text-ink-soft">
        {formatCount(done)} of {formatCount(total - skipped)}
      </span>
      <span aria-hidden="true" className="mt-0.5 block h-1 w-full rounded-full bg-line">
        <span className="block h-1 rounded-full bg-accent" style={{ width: `${progress * 100}%` }} />
      </span>
    </span>
  );
}

function excessColumn(): DataColumn<PlanSummary> {
  return {
    id: "excess",
    header: "Excess",
    width: 108,
    align: "right",
    meaning: "Points of P95 over the limits, summed over the region: before and after",
    firstSort: "descending",
    sortValue: ({ excess }) => (excess.after === null ? null : excess.before - excess.after),
    cell: ({ excess }) => (
      <>
        <span className="text-ink-soft">{formatFixed(excess.before, 1)} → </span>
        {excess.after === null ? NO_VALUE : formatFixed(excess.after, 1)}
      </>
    ),
  };
}

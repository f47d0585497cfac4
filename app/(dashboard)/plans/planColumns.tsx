"use client";

import { formatAgo, formatCount, formatFixed, formatUtcDateTime, NO_VALUE } from "#lib/charts/index.ts";
import type { PlanRow } from "#lib/planning/listedVersions.ts";
import { PLAN_STATES } from "#lib/planning/planAnswer.ts";
import { TIERS } from "#lib/planning/types.ts";
import { planHref, stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { progressOf } from "./filterPlans.ts";
import { PlanStateBadge } from "./PlanStateBadge.tsx";
import { TierBadge } from "./TierBadge.tsx";

/** The columns of the list of plans. */
export function planColumns(now: number): DataColumn<PlanRow>[] {
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
      width: 96,
      sortValue: ({ region }) => region,
      cell: ({ region }) => <span className="text-ink-soft">{region}</span>,
    },
    {
      id: "stamps",
      header: "Stamps",
      width: 140,
      meaning: "That it touches, on either end",
      sortValue: ({ stamps }) => stamps.join(" "),
      cell: ({ stamps }) => <Stamps stamps={stamps} />,
    },
    ...workColumns(),
    {
      id: "tier",
      header: "Tier",
      width: 100,
      meaning: "Blast radius of its highest phase",
      firstSort: "descending",
      sortValue: ({ tier }) => (tier === null ? null : TIERS.indexOf(tier)),
      cell: ({ tier }) => <TierBadge tier={tier} />,
    },
    excessColumn(),
    {
      id: "author",
      header: "Author",
      width: 88,
      sortValue: ({ author }) => author,
      cell: ({ author }) => <span className="text-ink-soft">{author}</span>,
    },
    {
      id: "age",
      header: "Age",
      width: 88,
      align: "right",
      meaning: "Since the plan was made",
      firstSort: "descending",
      sortValue: ({ createdAt }) => -Date.parse(createdAt),
      cell: ({ createdAt, author }) => <Ago at={Date.parse(createdAt)} now={now} by={author} />,
    },
    {
      id: "saved",
      header: "Saved",
      width: 88,
      align: "right",
      firstSort: "descending",
      sortValue: ({ savedAt }) => Date.parse(savedAt),
      cell: ({ savedAt, savedBy }) => <Ago at={Date.parse(savedAt)} now={now} by={savedBy} />,
    },
  ];
}

function Ago({ at, now, by }: { at: number; now: number; by: string }) {
  return (
    <span className="text-ink-soft" title={`${formatUtcDateTime(at, now)} UTC, by ${by}`}>
      {formatAgo(at, now)}
    </span>
  );
}

function nameColumn(): DataColumn<PlanRow> {
  return {
    id: "name",
    header: "Plan",
    width: 200,
    isRowHeader: true,
    sortValue: ({ name }) => name,
    cell: (row) => (
      <span className="block leading-tight">
        <ScopedLink href={planRowHref(row)} className="name-link block truncate" title={row.name}>
          {row.name}
        </ScopedLink>
        <span className="block truncate text-xs text-ink-soft">
          #{row.id}, version {row.version}
          {row.newest !== null && ` of ${row.newest}`}
        </span>
      </span>
    ),
  };
}

/** The newest version has the plan's own address, which goes on naming the newest; an older one is named. */
export function planRowHref({ id, version, newest }: Pick<PlanRow, "id" | "version" | "newest">): string {
  return newest === null ? planHref(id) : planHref(id, version);
}

function StateCell({ plan, now }: { plan: PlanRow; now: number }) {
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

function workColumns(): DataColumn<PlanRow>[] {
  return [
    {
      id: "moves",
      header: "Moves",
      width: 72,
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
      width: 84,
      meaning: "Moves that are done, of those that run",
      firstSort: "descending",
      sortValue: progressOf,
      cell: (plan) => <Progress plan={plan} />,
    },
  ];
}

function Progress({ plan }: { plan: PlanRow }) {
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

function excessColumn(): DataColumn<PlanRow> {
  return {
    id: "excess",
    header: "Excess",
    width: 104,
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

"use client";

import { formatUtcDateTime } from "#lib/charts/index.ts";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { planHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { describePlan } from "../describePlan.ts";
import { PlanStateBadge } from "../PlanStateBadge.tsx";
import { STATE_WORDS } from "../planWords.ts";
import { TierBadge } from "../TierBadge.tsx";
import type { ComparedSide } from "./loadCompare.ts";

interface SideCardProps {
  readonly label: "Left" | "Right";
  /** Null = not chosen yet. */
  readonly side: ComparedSide | null;
  readonly now: number;
  readonly onChoose: () => void;
  readonly onVersion: (id: number, version: number) => void;
}

/** One side: which plan, which version, what it does. */
export function SideCard({ label, side, now, onChoose, onVersion }: SideCardProps) {
  return (
    <section
      aria-label={`${label} side`}
      className="flex min-w-0 flex-col gap-2 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <div className="flex flex-wrap items-center gap-2">
        <span className="text-xs text-ink-soft">{label}</span>
        <span className="ml-auto flex flex-wrap items-center gap-2">
          {side !== null && side.versions.length > 1 && (
            <SelectBox
              label={`Version on the ${label.toLowerCase()}`}
              showsLabel={false}
              value={String(side.version)}
              onChange={(version) => onVersion(side.id, Number(version))}
              items={side.versions.toReversed().map(({ version, state }) => ({
                value: String(version),
                label: `version ${version}, ${STATE_WORDS[state]}`,
              }))}
            />
          )}
          <button type="button" className="control" onClick={onChoose}>
            {side === null ? "Choose a plan" : "Another plan"}
          </button>
        </span>
      </div>
      {side === null ? (
        <p className="text-ink-soft">No plan is chosen.</p>
      ) : (
        <>
          <p className="text-base">
            <ScopedLink href={planHref(side.id, side.version)} className="name-link">
              {side.name}
            </ScopedLink>{" "}
            <span className="text-ink-soft">
              #{side.id}, version {side.version}
            </span>
          </p>
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <PlanStateBadge state={side.state} />
            <TierBadge tier={side.assessment.tier} />
            <span className="text-ink-soft">
              {side.versionAuthor}, {formatUtcDateTime(Date.parse(side.savedAt), now)} UTC
            </span>
          </p>
          <p className="text-ink-soft">{describePlan(side)}</p>
        </>
      )}
    </section>
  );
}

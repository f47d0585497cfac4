"use client";

import { Printer } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import { STATES_IN_FORCE } from "#lib/planning/planAnswer.ts";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { planHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { carryScope } from "../../../_components/scope/scope.ts";
import { describePlan, describeWait } from "../describePlan.ts";
import { PlanStateBadge } from "../PlanStateBadge.tsx";
import { SOURCE_WORDS, STATE_WORDS } from "../planWords.ts";
import { TierBadge } from "../TierBadge.tsx";
import { GiveUpButton } from "./GiveUpButton.tsx";
import { MeasureAnewButton } from "./MeasureAnewButton.tsx";
import { NewVersionButton } from "./NewVersionButton.tsx";
import type { PlanView } from "./planView.ts";
import { SubmitButton } from "./run/SubmitButton.tsx";

/** What the plan is called, what it does, what it waits for, and what can be done with it. */
export function PlanHeader({ view }: { view: PlanView }) {
  const { plan, readMs } = view;
  const saved = formatUtcDateTime(Date.parse(plan.savedAt), readMs);
  const saver = plan.savedBy === plan.versionAuthor ? "" : ` by ${plan.savedBy}`;
  return (
    <div className="flex flex-col gap-2">
      <PageHeading
        title={plan.name}
        crumbs={[
          { label: "Plans", href: "/plans" },
          { label: plan.region, href: `/plans?region=${encodeURIComponent(plan.region)}` },
          { label: `Plan ${plan.id}` },
        ]}
        summary={describePlan(plan)}
        actions={<Actions view={view} />}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        <PlanStateBadge state={plan.state} />
        <TierBadge tier={plan.assessment.tier} />
        <VersionSelect plan={plan} />
        <span className="text-ink-soft">
          by {plan.versionAuthor}, {SOURCE_WORDS[plan.content.source.kind]}; saved {saved} UTC{saver}
        </span>
      </div>
      <OtherInForce plan={plan} />
      {view.execution === null && (
        <p className="max-w-4xl text-base font-medium">{describeWait(plan, readMs)}</p>
      )}
    </div>
  );
}

/** A draft beside a version that runs changes nothing of it: whoever reads the one is told of the other. */
function OtherInForce({ plan }: { plan: PlanView["plan"] }) {
  const other = plan.versions.find(
    ({ version, state }) => version !== plan.version && STATES_IN_FORCE.some((inForce) => inForce === state),
  );
  if (other === undefined) return null;
  return (
    <p className="max-w-4xl text-base">
      <ScopedLink href={planHref(plan.id, other.version)} className="text-link">
        Version {other.version}
      </ScopedLink>{" "}
      is {STATE_WORDS[other.state]}, and goes on as it was approved: this version changes nothing of it.
    </p>
  );
}

function Actions({ view }: { view: PlanView }): ReactNode {
  const { plan, mayEdit } = view;
  const query = `version=${plan.version}`;
  const newest = plan.versions.at(-1);
  const isNewest = plan.version === newest?.version;
  // One draft at a time: it is changed, or given up, before there is another.
  const hasDraft = newest?.state === "draft";
  const canEdit = mayEdit && plan.state === "draft" && isNewest;
  return (
    <>
      {canEdit && (
        <ScopedLink href={`${planHref(plan.id)}/edit`} className="control">
          Edit draft
        </ScopedLink>
      )}
      {canEdit && plan.content.phases.length > 0 && <SubmitButton view={view} />}
      {canEdit && <MeasureAnewButton plan={plan} />}
      {mayEdit && !hasDraft && <NewVersionButton plan={plan} />}
      <ScopedLink href={compareHref(plan)} className="control">
        Compare
      </ScopedLink>
      <a className="control" href={`/api/v1/plans/${plan.id}.csv?${query}`} download>
        Export CSV
      </a>
      <a className="control" href={`/plans/${plan.id}/print?${query}`}>
        <Printer size={14} aria-hidden="true" /> Print
      </a>
      {canEdit && <GiveUpButton plan={plan} />}
    </>
  );
}

/** Against the version before it, where there is one; else the other side is still to be picked. */
function compareHref({ id, version }: PlanView["plan"]): string {
  return version > 1
    ? `/plans/compare?left=${id}@${version - 1}&right=${id}@${version}`
    : `/plans/compare?left=${id}@${version}`;
}

function VersionSelect({ plan }: { plan: PlanView["plan"] }) {
  const router = useRouter();
  const current = useSearchParams();
  if (plan.versions.length === 1) return <span className="text-ink-soft">version 1</span>;
  return (
    <SelectBox
      label="Version"
      showsLabel
      value={String(plan.version)}
      onChange={(version) => router.push(carryScope(planHref(plan.id, Number(version)), current))}
      items={plan.versions.toReversed().map(({ version, state }) => ({
        value: String(version),
        label: `${version}, ${STATE_WORDS[state]}`,
      }))}
    />
  );
}

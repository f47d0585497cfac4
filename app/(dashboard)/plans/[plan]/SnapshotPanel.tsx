"use client";

import type { ReactNode } from "react";
import { formatCount, formatFixed, formatUtcDateTime, formatUtcWindow } from "#lib/charts/index.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { joinWords } from "../../stamps/describeReasons.ts";
import { windowOf } from "./CurvesSection.tsx";
import type { PlanView } from "./planView.ts";

/** What the plan was made from, so that anyone can say later what it was decided on. */
export function SnapshotPanel({ view: { plan, readMs } }: { view: PlanView }) {
  const { content, assessment } = plan;
  const { fromMinute, toMinute } = windowOf(assessment.window);
  return (
    <Panel title="What it was made from" note="the snapshot that every number of this version rests on">
      <dl className="grid grid-cols-1 gap-x-6 gap-y-1 sm:grid-cols-[max-content_1fr]">
        <Fact name="Hours">{formatUtcWindow(fromMinute, toMinute, readMs)}</Fact>
        <Fact name="Simulated">{formatUtcDateTime(Date.parse(assessment.computedAt), readMs)} UTC</Fact>
        <Fact name="Limits">{limitsText(plan)}</Fact>
        {content.newStamps.length > 0 && <Fact name="To be created">{newStampsText(content)}</Fact>}
        <Fact name="Load models">{modelsText(assessment.snapshot.models)}</Fact>
        <Fact name="Homes">
          <span className="font-mono text-xs break-all">{assessment.snapshot.homesDigest}</span>{" "}
          <span className="text-ink-soft">(SHA-256 over who was at home where)</span>
        </Fact>
        {assessment.notes.length > 0 && (
          <Fact name="Doubts">{assessment.notes.map(({ detail }) => detail).join(" ")}</Fact>
        )}
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 pb-1.5 sm:pb-0">{children}</dd>
    </>
  );
}

export function limitsText({ content, assessment }: PlanView["plan"]): string {
  if (content.limitP95 !== null) return `${content.limitP95}\u00a0% for every pool, as the plan asks`;
  const byLimit = Map.groupBy(assessment.snapshot.limits, ({ limitP95 }) => limitP95);
  if (byLimit.size === 0) return "those that are set";
  return [...byLimit]
    .map(
      ([limit, pools]) =>
        `${limit}\u00a0% for ${joinWords(pools.map(({ stamp, pool }) => `${stamp} ${pool}`))}`,
    )
    .join("; ");
}

export function newStampsText({ newStamps }: PlanView["plan"]["content"]): string {
  return newStamps
    .map(
      ({ name, kind, pools }) =>
        `${name} (${kind}): ${joinWords(
          pools.map(
            ({ name: pool, instances, vcpusPerNode }) =>
              `${formatCount(instances)} nodes of ${pool}${vcpusPerNode === null ? "" : ` with ${vcpusPerNode} vCPUs`}`,
          ),
        )}`,
    )
    .join("; ");
}

export function modelsText(models: PlanView["plan"]["assessment"]["snapshot"]["models"]): string {
  if (models.length === 0) return "none could be fitted";
  return models
    .map(
      ({ stamp, pool, r2, residual }) =>
        `${stamp} ${pool} R² ${formatFixed(r2, 2)}, off by ${formatFixed(residual, 1)} points`,
    )
    .join("; ");
}

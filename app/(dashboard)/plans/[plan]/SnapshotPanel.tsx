"use client";

import type { ReactNode } from "react";
import { formatUtcDateTime, formatUtcWindow } from "#lib/charts/index.ts";
import { Panel } from "../../../_components/Panel.tsx";
import type { PlanView } from "./planView.ts";
import { windowOf } from "./planWindow.ts";
import { limitsText, modelsText, newStampsText } from "./snapshotWords.ts";

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

"use client";

import { useState } from "react";
import { formatCount } from "#lib/charts/index.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { ReasonDialog } from "../../../_components/overlay/ReasonDialog.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { CreationFields } from "./CreationFields.tsx";
import type { SourcesPageView } from "./loadSources.ts";
import { MetricRows } from "./MetricRows.tsx";
import { NameRules } from "./NameRules.tsx";
import { SeriesPreview } from "./SeriesPreview.tsx";
import { useSourcesDraft } from "./useSourcesDraft.ts";

/** Which metrics and labels of Prometheus and OpenTelemetry mean what, beside what arrived and what it becomes. */
export function SourcesScreen({ view }: { view: SourcesPageView }) {
  const { sources, regions, canChange, readMs } = view;
  const { draft, change, takeDefault, discard, problems, isSame, preview, problem, save } = useSourcesDraft(
    sources,
    view.preview,
  );
  const [isSaving, setIsSaving] = useState(false);
  const { counts } = preview;
  const lost = counts.unnamed + counts.unknown_stamp + counts.unknown_pool + counts.unknown_registry;
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Sources"
        crumbs={[{ label: "Settings", href: "/settings" }]}
        summary={
          <>
            <ArrivedWords taken={counts.taken} lost={lost} leftOut={counts.left_out} />{" "}
            {sources.setBy === null
              ? "The default mapping holds."
              : `The mapping was set by ${sources.setBy}.`}
          </>
        }
        actions={
          canChange && (
            <>
              <button type="button" className="control" onClick={takeDefault}>
                Default
              </button>
              <button type="button" className="control" disabled={isSame} onClick={discard}>
                Discard
              </button>
              <button
                type="button"
                className="control control-primary"
                disabled={isSame || problems.length > 0}
                onClick={() => setIsSaving(true)}
              >
                Set mapping
              </button>
            </>
          )
        }
      />
      {!canChange && (
        <Notice tone="information">
          You can try a mapping here and see what it would make of what arrived. An <strong>admin</strong>{" "}
          sets it.
        </Notice>
      )}
      {problems.length > 0 && (
        <Notice tone="warning">
          {problems.slice(0, 5).map((text) => (
            <span key={text} className="block">
              {text}
            </span>
          ))}
        </Notice>
      )}
      {problem !== null && <Notice tone="warning">{problem}</Notice>}
      {/* What a change makes of what arrived stays in sight beside it, where there is room. */}
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Panel
          title="Names"
          note="As Prometheus relabels: the labels joined, held against a pattern from end to end, and what it becomes. The first rule that matches gives the name. Access logs have http_host, registry_namespace and registry_object."
        >
          <NameRules draft={draft} onChange={change} />
        </Panel>
        <div className="min-w-0 xl:sticky xl:top-16">
          <SeriesPreview preview={preview} now={readMs} isTried={!isSame} />
        </div>
      </div>
      <Panel
        title="Metrics"
        note="What a node’s CPU or a registry’s load is worked out from; everything else that senders send is left out. Where a metric comes by core and state, its first list is the labels that name the core, its second those that name the state."
      >
        <MetricRows draft={draft} onChange={change} />
        <CreationFields draft={draft} regions={regions} onChange={change} />
      </Panel>
      <ReasonDialog
        isOpen={isSaving}
        onOpenChange={setIsSaving}
        title="Set the mapping of sources"
        confirmLabel="Set mapping"
        onConfirm={save}
      >
        What arrives from now on is taken by this mapping: of the label sets that arrived,{" "}
        {formatCount(counts.taken)} would be taken and {formatCount(lost)} would not match. What is stored
        stays as it is.
      </ReasonDialog>
    </div>
  );
}

function ArrivedWords({
  taken,
  lost,
  leftOut,
}: {
  readonly taken: number;
  readonly lost: number;
  readonly leftOut: number;
}) {
  if (taken + lost + leftOut === 0) return "Nothing has arrived yet from Prometheus or OpenTelemetry.";
  return (
    <>
      Of the label sets that arrived lately, {formatCount(taken)} {taken === 1 ? "is" : "are"} taken,{" "}
      {lost === 0 ? (
        "none is lost"
      ) : (
        <strong>
          {formatCount(lost)} {lost === 1 ? "does" : "do"} not match
        </strong>
      )}
      , and {formatCount(leftOut)} {leftOut === 1 ? "is" : "are"} of metrics that nobody asked for.
    </>
  );
}

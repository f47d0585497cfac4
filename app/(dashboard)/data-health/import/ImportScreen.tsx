"use client";

import { formatShare } from "#lib/charts/index.ts";
import type { Session } from "#lib/imports/session/sessionBody.ts";
import { Notice } from "../../../_components/Notice.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { DropZone } from "./DropZone.tsx";
import { outcomeWords, shareDone } from "./importWords.ts";
import { MappingPanel } from "./MappingPanel.tsx";
import { PreviewPanel } from "./PreviewPanel.tsx";
import { ProgressPanel } from "./ProgressPanel.tsx";
import { RecentPanel } from "./RecentPanel.tsx";
import { type ImportControl, useImport } from "./useImport.ts";

interface ImportScreenProps {
  readonly recent: readonly Session[];
  readonly regions: readonly string[];
  readonly nowMs: number;
}

/** A file from the person's own disk: dropped, looked at, rehearsed, brought in. */
export function ImportScreen({ recent, regions, nowMs }: ImportScreenProps) {
  const control = useImport();
  const { file, preview, running, problem, unfinished } = control.state;
  const isSending = running !== null && !running.isOver;
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Import a file"
        crumbs={[{ label: "Data health", href: "/data-health" }]}
        summary="Samples from a CSV of any size, packed with gzip or not. It is read in parts and can be stopped and gone on with; the same rows twice change nothing."
      />
      {problem !== null && <Notice tone="error">{problem}</Notice>}
      {!isSending && <DropZone file={file} onPick={(picked) => void control.pick(picked)} />}
      {file === null && running === null && <WhatItMayHold />}
      {unfinished !== null && running === null && <Unfinished session={unfinished} control={control} />}
      {running !== null && <ProgressPanel running={running} regions={regions} control={control} />}
      {file !== null && preview !== null && !isSending && unfinished === null && (
        <>
          <MappingPanel preview={preview} regions={regions} control={control} />
          <PreviewPanel preview={preview} />
        </>
      )}
      <RecentPanel recent={recent} nowMs={nowMs} />
    </div>
  );
}

function WhatItMayHold() {
  return (
    <p className="max-w-prose text-base text-ink-soft">
      A row is a sample: its time, stamp, pool and node and the node’s CPU; or a minute’s requests and bytes
      of a registry. Columns of any name and order can be told what they are once the file is here, and
      nothing is stored before you say so.
    </p>
  );
}

function Unfinished({ session, control }: { readonly session: Session; readonly control: ImportControl }) {
  const what = session.dryRun ? "dry run" : "import";
  return (
    <Panel title={`A${session.dryRun ? "" : "n"} ${what} of this very file was not finished`}>
      <p className="max-w-prose text-base">
        {formatShare(shareDone(session))} of it is in. {outcomeWords(session)}
      </p>
      <div className="flex flex-wrap gap-2 pt-3">
        <button type="button" className="control control-primary" onClick={() => void control.goOn(session)}>
          Go on with the {what}
        </button>
        <button type="button" className="control" onClick={control.startOver}>
          Begin anew
        </button>
      </div>
    </Panel>
  );
}

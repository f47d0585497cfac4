"use client";

import { useState } from "react";
import { formatBytes, formatCount, formatShare } from "#lib/charts/index.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { SelectBox } from "../../../_components/SelectBox.tsx";
import { Stat } from "../../../_components/Stat.tsx";
import { outcomeWords, paceWords, reasonLines, shareDone } from "./importWords.ts";
import type { ImportControl, Running } from "./useImport.ts";

interface ProgressPanelProps {
  readonly running: Running;
  readonly regions: readonly string[];
  readonly control: ImportControl;
}

/** How far a file is, and what has become of its rows. */
export function ProgressPanel({ running, regions, control }: ProgressPanelProps) {
  const { session, pace, nowMs, waiting, isOver } = running;
  const { counts, dryRun, state } = session;
  const share = shareDone(session);
  return (
    <Panel title={titleOf(running)} note={isOver ? outcomeWords(session) : paceWords(session, pace, nowMs)}>
      <progress
        className="progress-bar h-2 w-full"
        value={share}
        max={1}
        aria-label={`${dryRun ? "Dry run" : "Import"} of ${session.file.name}`}
      />
      <dl className="flex flex-wrap gap-x-8 gap-y-3 pt-3">
        <Stat
          label="Read"
          value={formatShare(share)}
          note={`${formatBytes(session.filePosition)} of ${formatBytes(session.file.bytes)}`}
        />
        <Stat label="Rows" value={formatCount(session.rows)} />
        <Stat label={dryRun ? "Would be stored" : "Stored"} value={formatCount(counts.accepted)} />
        <Stat label="Known already" value={formatCount(counts.duplicate)} />
        <Stat label="Refused" value={formatCount(counts.rejected)} />
      </dl>
      {waiting !== null && (
        <p role="status" className="pt-3 font-medium">
          Waiting to go on: {waiting}
        </p>
      )}
      {counts.rejected > 0 && (
        <div className="pt-3">
          <ul className="list-disc pl-5">
            {reasonLines(session).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <a className="text-link" href={`/api/v1/imports/${session.id}/problems.csv`} download>
            Download what was refused as CSV
          </a>
          <span className="text-ink-soft">
            {" "}
            {session.problems < counts.rejected && `(the first ${formatCount(session.problems)})`}
          </span>
        </div>
      )}
      {counts.unknown.length > 0 && <Unknown running={running} regions={regions} control={control} />}
      <div className="flex flex-wrap items-center gap-2 pt-4">
        {!isOver && (
          <button type="button" className="control" onClick={() => void control.cancel()}>
            Cancel
          </button>
        )}
        {isOver && state !== "complete" && (
          <button
            type="button"
            className="control control-primary"
            onClick={() => void control.goOn(session)}
          >
            Go on
          </button>
        )}
        {isOver && state === "complete" && dryRun && (
          <button type="button" className="control control-primary" onClick={() => void control.begin(false)}>
            Import it now
          </button>
        )}
        {isOver && (
          <button type="button" className="control" onClick={control.close}>
            Another file
          </button>
        )}
        <p className="text-ink-soft">{endWords(running)}</p>
      </div>
    </Panel>
  );
}

function titleOf({ session, isOver }: Running): string {
  const what = session.dryRun ? "Dry run" : "Import";
  if (!isOver) return `${what} of ${session.file.name}`;
  const how = { complete: "complete", cancelled: "cancelled", open: "stopped" }[session.state];
  return `${what} of ${session.file.name}: ${how}`;
}

function endWords({ session, isOver }: Running): string {
  if (session.dryRun)
    return session.state === "complete" ? "Nothing was stored." : "A dry run stores nothing.";
  if (!isOver) return "You may leave this page: drop the file here again, and it goes on from where it was.";
  if (session.state === "complete") return "All of it is in every later read.";
  return "What was stored stays. Go on from here whenever you like; nothing is taken twice.";
}

function Unknown({ running, regions, control }: ProgressPanelProps) {
  const { counts, createIn, dryRun } = running.session;
  const [region, setRegion] = useState(regions[0] ?? "");
  const stamps = [...new Set(counts.unknown.map(({ stamp }) => stamp))];
  const shown = counts.unknown.slice(0, 20);
  return (
    <div className="pt-3">
      <p className="max-w-prose">
        {createIn === null
          ? `Of the file ${counted(stamps.length, "stamp")} with ${counted(counts.unknown.length, "pool")} ${counts.unknown.length === 1 ? "is" : "are"} not in the inventory:`
          : dryRun
            ? `${formatCount(counts.unknown.length)} pools would be made in ${createIn}:`
            : `${formatCount(counts.unknown.length)} pools could not be made:`}
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-1 text-ink-soft">
        {shown.map(({ stamp, pool, rows }) => (
          <li key={`${stamp}/${pool}`}>
            <span className="font-medium text-ink">
              {stamp}
              {pool === "" ? "" : `/${pool}`}
            </span>{" "}
            {counted(rows, "row")}
          </li>
        ))}
        {counts.unknown.length > shown.length && (
          <li>and {formatCount(counts.unknown.length - shown.length)} more</li>
        )}
      </ul>
      {createIn === null && running.isOver && regions.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 pt-2">
          <span>Make them in</span>
          <SelectBox
            label="Region of new stamps"
            value={region}
            items={regions.map((name) => ({ value: name, label: name }))}
            onChange={setRegion}
          />
          <button type="button" className="control" onClick={() => control.setCreateIn(region)}>
            Make them with the import
          </button>
        </div>
      )}
    </div>
  );
}

function counted(count: number, what: string): string {
  return `${formatCount(count)} ${what}${count === 1 ? "" : "s"}`;
}

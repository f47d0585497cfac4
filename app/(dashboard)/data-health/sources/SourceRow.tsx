"use client";

import { useRouter } from "next/navigation";
import { formatAgo, formatCount, formatShare } from "#lib/charts/index.ts";
import { utcWords } from "#lib/core/index.ts";
import { type Backfill, backfillSchema, type Source } from "#lib/pull/source/sourceBody.ts";
import { callApi } from "../../../_components/callApi.ts";
import { toast } from "../../../_components/overlay/toast.tsx";

interface SourceRowProps {
  readonly source: Source;
  readonly mayChange: boolean;
  readonly nowMs: number;
  readonly onEdit: () => void;
  readonly onBackfill: () => void;
}

/** One source: how far it is, what went wrong, what it does not match. */
export function SourceRow({ source, mayChange, nowMs, onEdit, onBackfill }: SourceRowProps) {
  const { name, receiver, enabled, query, lastError, lastSeen } = source;
  const ago = (at: string) => formatAgo(Date.parse(at), nowMs);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-80">
        <p className="text-base">
          <span className={enabled ? "font-medium" : "text-ink-soft"}>{name}</span>{" "}
          <span className="break-all text-ink-soft">
            {receiver}, every {source.everyMinutes} min{enabled ? "" : ", switched off"}
          </span>
        </p>
        <p className="font-mono text-sm break-all text-ink-soft">{query}</p>
        {isNew(source) ? (
          <p>Not read yet: its first minutes are asked for in about {source.everyMinutes + 1} minutes.</p>
        ) : (
          <p>
            {source.lastSuccessAt === null
              ? `Never read yet; it begins with ${utcWords(Date.parse(source.readUntil))}`
              : `Read up to ${utcWords(Date.parse(source.readUntil))}, ${ago(source.lastSuccessAt)}`}
            ; {formatCount(source.accepted)} stored
            {source.rejected > 0 && `, ${formatCount(source.rejected)} refused`}.
          </p>
        )}
        {lastError !== null && (
          <p className="font-medium" role="status">
            {source.lastErrorAt !== null && `${ago(source.lastErrorAt)}: `}
            {lastError} It is tried again {enabled ? "by itself" : "once it is switched on"}.
          </p>
        )}
        {lastSeen !== null && <Seen source={source} />}
        {source.backfills.map((backfill) => (
          <BackfillRow key={backfill.id} backfill={backfill} mayChange={mayChange} />
        ))}
      </div>
      {mayChange && (
        <div className="flex gap-2">
          <button
            type="button"
            className="control"
            aria-label={`Read the past of ${name}`}
            onClick={onBackfill}
          >
            Read the past
          </button>
          <button type="button" className="control" aria-label={`Edit ${name}`} onClick={onEdit}>
            Edit
          </button>
        </div>
      )}
    </li>
  );
}

/** It is switched on, and nobody has asked it anything yet. */
export function isNew({ enabled, lastSuccessAt, lastError }: Source): boolean {
  return enabled && lastSuccessAt === null && lastError === null;
}

function Seen({ source: { lastSeen } }: { readonly source: Source }) {
  if (lastSeen === null) return null;
  const { series, nodes, unmatched, unmatchedCount, unknown, twice } = lastSeen;
  return (
    <>
      <p className="text-ink-soft">
        {formatCount(series)} series, {formatCount(nodes)} nodes
        {twice > 0 &&
          `; ${formatCount(twice)} series are of a node that another one is of too: the last one counts`}
      </p>
      {unknown.length > 0 && <p className="font-medium">Not in the inventory: {unknown.join(", ")}.</p>}
      {unmatchedCount > 0 && (
        <details className="text-ink-soft">
          <summary className="w-fit">
            {formatCount(unmatchedCount)} series name no node by their labels
          </summary>
          <ul className="flex flex-col gap-1 pt-1 font-mono text-sm">
            {unmatched.map((labels) => (
              <li key={JSON.stringify(labels)} className="break-all">
                {labelWords(labels)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Labels as Prometheus writes them. */
export function labelWords(labels: Readonly<Record<string, string>>): string {
  const { __name__: name = "", ...rest } = labels;
  return `${name}{${Object.entries(rest)
    .map(([label, value]) => `${label}="${value}"`)
    .join(", ")}}`;
}

function howFar({ state, share, position, from, lastError }: Backfill): string {
  if (state === "complete") return "complete";
  if (state === "cancelled") return `${formatShare(share)}, cancelled`;
  // The job that reads looks once a minute for what there is to read.
  return position === from && lastError === null ? "begins within a minute" : formatShare(share);
}

function BackfillRow({ backfill, mayChange }: { readonly backfill: Backfill; readonly mayChange: boolean }) {
  const router = useRouter();
  const { id, state, share, from, to, accepted, duplicate, rejected, lastError } = backfill;
  const deed = { running: "cancel", cancelled: "resume", complete: null }[state];
  const act = async () => {
    const answer = await callApi(`/api/v1/backfills/${id}/${deed}`, {
      method: "POST",
      schema: backfillSchema,
    });
    if (!answer.ok) toast(answer.error.message);
    router.refresh();
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-1">
      <progress
        className="progress-bar h-1.5 w-32"
        value={share}
        max={1}
        aria-label={`Past from ${from} to ${to}`}
      />
      <span>
        {utcWords(Date.parse(from))} to {utcWords(Date.parse(to))}: {howFar(backfill)};{" "}
        {formatCount(accepted)} stored, {formatCount(duplicate)} known already
        {rejected > 0 && `, ${formatCount(rejected)} refused`}
      </span>
      {mayChange && deed !== null && (
        <button type="button" className="control" onClick={() => void act()}>
          {deed === "cancel" ? "Cancel" : "Go on"}
        </button>
      )}
      {lastError !== null && state === "running" && (
        <span className="font-medium">{lastError} It is tried again.</span>
      )}
    </div>
  );
}

"use client";

import { Search } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useDeferredValue, useMemo } from "react";
import { formatCount, formatDuration } from "#lib/charts/index.ts";
import { silentSources } from "#lib/hotness/health/poolHealth.ts";
import { Choice } from "../../_components/Choice.tsx";
import { DataAsOf } from "../../_components/frame/asOf.tsx";
import { PageHeading } from "../../_components/PageHeading.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { parseSort, writeSort } from "../../_components/table/types.ts";
import { AuditProtection } from "./AuditProtection.tsx";
import { HealthTable } from "./HealthTable.tsx";
import { HEALTH_PARSERS } from "./healthParameters.ts";
import { type HealthRow, type HealthView, needsAttention } from "./healthView.ts";
import { RejectionsPanel, SourcesPanel } from "./IntakePanels.tsx";
import { StoragePanel } from "./StoragePanel.tsx";

/** Can the numbers be trusted: who is silent, what is missing, what was refused. */
export function HealthScreen({ view }: { view: HealthView }) {
  const [state, setState] = useQueryStates(HEALTH_PARSERS, { history: "replace", scroll: false });
  const sort = useMemo(() => parseSort(state.sort), [state.sort]);
  const current = useSearchParams();
  const q = useDeferredValue(state.q);
  const { attention } = state;
  const troubled = useMemo(() => view.rows.filter(needsAttention), [view.rows]);
  const shown = useMemo(
    () => filterRows(attention ? troubled : view.rows, q),
    [attention, troubled, view.rows, q],
  );
  const region = current.get("region");
  return (
    <div className="flex flex-col gap-4">
      <DataAsOf dataMs={view.latestDataMs} readMs={view.readMs} />
      <PageHeading
        title="Data health"
        summary={<Summary view={view} troubled={troubled} />}
        actions={
          <>
            <ScopedLink href="/data-health/import" className="control">
              Import a file
            </ScopedLink>
            <ScopedLink href="/data-health/sources" className="control">
              Read from Prometheus
            </ScopedLink>
            <ScopedLink href="/settings/sources" className="control">
              Sources
            </ScopedLink>
          </>
        }
      />
      <Troubled rows={troubled} />
      <Panel
        title="Pools"
        note={`${formatCount(shown.length)} of ${formatCount(view.rows.length)} pools; gaps and coverage of the last 24 hours, whatever the time range above`}
        controls={
          <>
            <label className="relative">
              <span className="sr-only">Filter by stamp, pool, sender or what it needs</span>
              <Search size={14} aria-hidden="true" className="absolute top-[9px] left-2.5 text-ink-soft" />
              <input
                type="search"
                value={state.q}
                onChange={(event) => void setState({ q: event.target.value })}
                placeholder="Stamp, pool or sender"
                className="field w-44 border-line pl-8"
              />
            </label>
            <Choice
              label="Which pools"
              value={attention ? "attention" : "all"}
              onChange={(next) => void setState({ attention: next === "attention" }, { history: "push" })}
              items={[
                { value: "all", label: "All" },
                { value: "attention", label: "Need attention" },
              ]}
            />
          </>
        }
        csvHref={`/api/v1/data-health.csv${region ? `?region=${encodeURIComponent(region)}` : ""}`}
        explain={{
          measure: "Coverage and gaps",
          definition:
            "Coverage is the lesser of two ratios: minutes with data to minutes, and node-minutes present to expected; a node is expected in a minute if it had a sample in it or in one of the 15 before. A gap is a minute or more without any sample of the pool; the time before a pool’s first sample is none. A pool is silent once no sample has come for as long as the setting says.",
          window: "The last 24 hours, without the running minute.",
          coverage: "Received and late are counted since the first row of each sender.",
        }}
        isFlush
      >
        <HealthTable
          rows={shown}
          window={view.window}
          now={view.readMs}
          sort={sort}
          onSortChange={(next) => void setState({ sort: writeSort(next) })}
        />
      </Panel>
      <RejectionsPanel rows={view.intake.rejections} now={view.readMs} />
      <SourcesPanel rows={view.intake.sources} now={view.readMs} />
      <StoragePanel view={view} />
      <AuditProtection state={view.audit} />
    </div>
  );
}

function filterRows(rows: readonly HealthRow[], q: string): readonly HealthRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text =
      `${row.stamp} ${row.pool} ${row.region} ${row.sources.join(" ")} ${row.sentence}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A sender counts as silent after this: longer than any reporting interval that is meant. */
const SILENT_MS = 15 * 60_000;

function Summary({ view, troubled }: { view: HealthView; troubled: readonly HealthRow[] }) {
  const silent = silentSources(view.intake.sources, view.readMs, SILENT_MS);
  const names = [...new Set(silent.map(({ source }) => source))];
  return (
    <>
      {troubled.length === 0
        ? `All ${formatCount(view.rows.length)} pools report, and nothing of the last 24 hours is missing.`
        : `${formatCount(troubled.length)} of ${formatCount(view.rows.length)} pools ${troubled.length === 1 ? "needs" : "need"} a look${troubled.length === view.rows.length ? "." : "; the others report completely."}`}
      {names.length > 0 &&
        ` ${names.slice(0, 3).join(", ")}${names.length > 3 ? ` and ${formatCount(names.length - 3)} more` : ""} ${names.length === 1 ? "has" : "have"} sent nothing for over ${formatDuration(SILENT_MS / 1_000)}.`}
    </>
  );
}

const SENTENCES_AT_MOST = 6;

/** The worst of it in whole sentences. */
function Troubled({ rows }: { rows: readonly HealthRow[] }) {
  if (rows.length === 0) return null;
  const rest = rows.length - SENTENCES_AT_MOST;
  return (
    <ul className="flex flex-col gap-1.5 border-l-2 border-line pl-3 text-base">
      {rows.slice(0, SENTENCES_AT_MOST).map((row) => (
        <li key={row.id} className="max-w-[90ch]">
          <ScopedLink href={stampHref(row.stamp, row.pool)} className="name-link">
            {row.stamp} {row.pool}
          </ScopedLink>
          : {lowerFirst(row.sentence)}
        </li>
      ))}
      {rest > 0 && (
        <li className="text-ink-soft">
          and {formatCount(rest)} more, which stand in the table below, what needs attention first
        </li>
      )}
    </ul>
  );
}

/** Within a line that begins with the pool's name. Names of nodes stay as they are. */
function lowerFirst(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import type { Source } from "#lib/pull/source/sourceBody.ts";
import { useAutoRefresh } from "../../../_components/frame/useAutoRefresh.ts";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { BackfillDialog } from "./BackfillDialog.tsx";
import { SourceDialog } from "./SourceDialog.tsx";
import { isNew, SourceRow } from "./SourceRow.tsx";

interface SourcesScreenProps {
  readonly sources: readonly Source[];
  readonly areSecretsSealed: boolean;
  readonly regions: readonly string[];
  readonly mayChange: boolean;
  readonly nowMs: number;
}

type Opened =
  | { readonly kind: "edit"; readonly source: Source | null }
  | { readonly kind: "backfill"; readonly source: Source };

/** The Prometheus servers that samples are read from, for those who cannot push. */
export function SourcesScreen({ sources, areSecretsSealed, regions, mayChange, nowMs }: SourcesScreenProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  // How far the past is read is seen to move, and what came of the first look at a new one; both are done once a minute.
  const isUnderWay = sources.some(
    (source) => isNew(source) || source.backfills.some(({ state }) => state === "running"),
  );
  useAutoRefresh(isUnderWay ? "30s" : "off");
  const failing = sources.filter(({ lastError, enabled }) => enabled && lastError !== null).length;
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Prometheus servers"
        crumbs={[{ label: "Data health", href: "/data-health" }]}
        summary={
          failing === 0
            ? "Samples are read from these on a schedule; what an outage left out is caught up, up to seven days."
            : `${failing} of ${sources.length} cannot be read at this moment: why stands below. Nothing is lost; it is tried again.`
        }
      />
      <Panel
        title="Sources"
        note="Each asks one query over its HTTP API; a server that can push does better with remote write"
        controls={
          mayChange && (
            <button
              type="button"
              className="control"
              onClick={() => setOpened({ kind: "edit", source: null })}
            >
              <Plus size={14} aria-hidden="true" /> New source
            </button>
          )
        }
        isFlush
      >
        {sources.length === 0 ? (
          <p className="max-w-prose px-4 pb-4 text-base text-ink-soft">
            Nothing is read yet. A source is the address of a Prometheus and a query that gives one value a
            node; an admin makes one with New source, and tries it there.
          </p>
        ) : (
          <ul className="border-t border-line">
            {sources.map((source) => (
              <SourceRow
                key={source.id}
                source={source}
                mayChange={mayChange}
                nowMs={nowMs}
                onEdit={() => setOpened({ kind: "edit", source })}
                onBackfill={() => setOpened({ kind: "backfill", source })}
              />
            ))}
          </ul>
        )}
        {!areSecretsSealed && sources.length > 0 && (
          <p className="max-w-prose border-t border-line px-4 py-3 text-ink-soft">
            Addresses and secrets stand in the database as they are. Set BALLAST_SEAL_KEY, and the next start
            seals them.
          </p>
        )}
      </Panel>
      {opened?.kind === "edit" && (
        <SourceDialog source={opened.source} regions={regions} onClose={() => setOpened(null)} />
      )}
      {opened?.kind === "backfill" && (
        <BackfillDialog source={opened.source} nowMs={nowMs} onClose={() => setOpened(null)} />
      )}
    </div>
  );
}

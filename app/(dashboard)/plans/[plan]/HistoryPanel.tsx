"use client";

import { useState } from "react";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import { planEditsSchema } from "#lib/planning/planAnswer.ts";
import { callApi } from "../../../_components/callApi.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { planHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { PlanStateBadge } from "../PlanStateBadge.tsx";
import { countOf } from "../planWords.ts";
import type { PlanView } from "./planView.ts";

/** Every version, and how the one shown came to be. */
export function HistoryPanel({ view }: { view: PlanView }) {
  const { plan } = view;
  return (
    <Panel
      title="History"
      note={`${countOf(plan.versions.length, "version", "versions")}; a version that was submitted never changes`}
    >
      <ol className="flex flex-col divide-y divide-line">
        {plan.versions.toReversed().map((version) => (
          <Version key={version.version} {...{ view, version }} />
        ))}
      </ol>
      <Edits key={plan.version} view={view} />
    </Panel>
  );
}

interface VersionProps {
  readonly view: PlanView;
  readonly version: PlanView["plan"]["versions"][number];
}

function Version({ view: { plan, readMs }, version }: VersionProps) {
  const isShown = version.version === plan.version;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5 first:pt-0">
      {isShown ? (
        <span className="font-semibold">Version {version.version}</span>
      ) : (
        <ScopedLink href={planHref(plan.id, version.version)} className="name-link">
          Version {version.version}
        </ScopedLink>
      )}
      <PlanStateBadge state={version.state} />
      <span className="text-ink-soft">
        {version.author}, {formatUtcDateTime(Date.parse(version.createdAt), readMs)}
      </span>
      {version.version > 1 && (
        <ScopedLink
          href={`/plans/compare?left=${plan.id}@${version.version - 1}&right=${plan.id}@${version.version}`}
          className="text-link ml-auto"
        >
          what changed
        </ScopedLink>
      )}
    </li>
  );
}

function Edits({ view }: { view: PlanView }) {
  const { plan, readMs } = view;
  const { edits, nextCursor, problem, isReading, more } = useEdits(view);
  if (edits.length === 0) return null;
  return (
    <section aria-label="Edits of this version" className="flex flex-col gap-1 border-t border-line pt-3">
      <h3 className="font-medium">
        Edits of version {plan.version} <span className="font-normal text-ink-soft">the newest first</span>
      </h3>
      <ol className="flex max-h-96 flex-col gap-1.5 overflow-y-auto">
        {edits.map(({ revision, author, at, changes }) => (
          <li key={revision}>
            <span className="text-ink-soft">
              {formatUtcDateTime(Date.parse(at), readMs)}, {author}:
            </span>{" "}
            {changes.length === 0
              ? revision === 1
                ? "drafted."
                : "saved without a change."
              : `${changes.join("; ")}.`}
          </li>
        ))}
      </ol>
      {problem !== null && <p role="alert">{problem}</p>}
      {nextCursor !== null && (
        <button type="button" className="control self-start" disabled={isReading} onClick={() => void more()}>
          {isReading ? "Reading…" : "Earlier edits"}
        </button>
      )}
    </section>
  );
}

function useEdits({ plan, edits: first, nextEdits }: PlanView) {
  const [earlier, setEarlier] = useState<PlanView["edits"]>([]);
  const [cursor, setCursor] = useState(nextEdits);
  const [isReading, setIsReading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function more() {
    if (cursor === null) return;
    setIsReading(true);
    const query = new URLSearchParams({ version: String(plan.version), cursor });
    const answer = await callApi(`/api/v1/plans/${plan.id}/edits?${query}`, { schema: planEditsSchema });
    setIsReading(false);
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setEarlier((before) => [...before, ...answer.value.edits]);
    setCursor(answer.value.nextCursor);
  }
  return { edits: [...first, ...earlier], nextCursor: cursor, problem, isReading, more };
}

"use client";

import { formatAgo, formatBytes, formatShare } from "#lib/charts/index.ts";
import type { Session } from "#lib/imports/session/sessionBody.ts";
import { Panel } from "../../../_components/Panel.tsx";
import { outcomeWords, shareDone } from "./importWords.ts";

/** What was brought in lately, and what waits to be gone on with. */
export function RecentPanel({
  recent,
  nowMs,
}: {
  readonly recent: readonly Session[];
  readonly nowMs: number;
}) {
  if (recent.length === 0) return null;
  return (
    <Panel title="Lately" note="The last ten files; what was refused of each is kept for 30 days" isFlush>
      <ul className="border-t border-line">
        {recent.map((session) => (
          <li
            key={session.id}
            className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
          >
            <p className="min-w-0 flex-1 basis-72">
              <span className="font-medium break-all">{session.file.name}</span>{" "}
              <span className="text-ink-soft">
                {formatBytes(session.file.bytes)}
                {session.dryRun ? ", dry run" : ""} · {session.createdBy}{" "}
                {formatAgo(Date.parse(session.updatedAt), nowMs)}
              </span>
              <br />
              {stateWords(session)} {outcomeWords(session)}
            </p>
            {session.problems > 0 && (
              <a className="text-link" href={`/api/v1/imports/${session.id}/problems.csv`} download>
                Refused rows, CSV
              </a>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function stateWords(session: Session): string {
  if (session.state === "complete") return "Complete:";
  const share = formatShare(shareDone(session));
  return session.state === "cancelled"
    ? `Cancelled at ${share}; drop the file again to go on:`
    : `${share} is in; drop the file again to go on:`;
}

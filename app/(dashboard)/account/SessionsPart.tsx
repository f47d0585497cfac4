"use client";

import { useRouter } from "next/navigation";
import type { AccountView } from "#lib/auth/people/person.ts";
import { endedSessionsSchema } from "#lib/auth/people/person.ts";
import { formatAgo, formatCount } from "#lib/charts/index.ts";
import { callApi } from "../../_components/callApi.ts";
import { toast } from "../../_components/overlay/toast.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { Time } from "../../_components/Time.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { describeBrowser } from "./describeBrowser.ts";

type SessionView = AccountView["sessions"][number];

/** Where one is signed in. */
export function SessionsPart({ sessions, readMs }: { sessions: readonly SessionView[]; readMs: number }) {
  const router = useRouter();
  const others = sessions.filter(({ isThis }) => !isThis).length;

  async function end(path: string, isThis = false) {
    const answer = await callApi(`/api/v1/account/sessions${path}`, {
      method: "DELETE",
      schema: endedSessionsSchema,
    });
    if (!answer.ok) {
      toast.error(answer.error.message);
      return;
    }
    // A full load, so that nothing of this session stays in memory.
    if (isThis) window.location.assign("/sign-in");
    else router.refresh();
  }

  return (
    <Panel
      title="Signed in"
      note={`In ${formatCount(sessions.length)} ${sessions.length === 1 ? "browser" : "browsers"}. One that does nothing for a while is signed out by itself.`}
      controls={
        others > 0 && (
          <button type="button" className="control" onClick={() => void end("")}>
            Sign out all others
          </button>
        )
      }
      isFlush
    >
      <DataTable
        caption="Browsers that are signed in"
        columns={columnsOf(readMs, ({ id, isThis }) => void end(`/${id}`, isThis))}
        rows={sessions}
        rowId={({ id }) => id}
        emptyText="No browser is signed in."
      />
    </Panel>
  );
}

function columnsOf(now: number, onEnd: (session: SessionView) => void): DataColumn<SessionView>[] {
  return [
    {
      id: "browser",
      header: "Browser",
      width: 220,
      isRowHeader: true,
      cell: ({ browser, isThis }) => (
        <span title={browser ?? ""}>
          <span className="font-medium">{describeBrowser(browser)}</span>
          {isThis && <span className="text-ink-soft"> (this one)</span>}
        </span>
      ),
    },
    { id: "address", header: "Address", width: 140, cell: ({ address }) => address ?? "unknown" },
    {
      id: "seen",
      header: "Last seen",
      meaning: "To the minute",
      width: 110,
      cell: ({ lastSeenAt }) => formatAgo(Date.parse(lastSeenAt), now),
    },
    {
      id: "ends",
      header: "Ends at the latest",
      width: 170,
      cell: ({ endsAt }) => <Time at={Date.parse(endsAt)} now={now} />,
    },
    {
      id: "end",
      header: "Sign out",
      width: 100,
      align: "right",
      cell: (session) => (
        <button
          type="button"
          className="control h-7"
          aria-label={`Sign out ${describeBrowser(session.browser)}, ${session.address ?? "unknown"}`}
          onClick={() => onEnd(session)}
        >
          Sign out
        </button>
      ),
    },
  ];
}

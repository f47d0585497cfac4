"use client";

import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { z } from "zod";
import { formatUtcDateTime, NO_VALUE } from "#lib/charts/index.ts";
import type { ControlRequest, ControlRequests } from "#lib/outgoing/control/controlAnswer.ts";
import { callApi } from "../../../_components/callApi.ts";
import { EmptyState } from "../../../_components/EmptyState.tsx";
import { useAutoRefresh } from "../../../_components/frame/useAutoRefresh.ts";
import { toast } from "../../../_components/overlay/toast.tsx";
import { PageHeading } from "../../../_components/PageHeading.tsx";
import { Panel } from "../../../_components/Panel.tsx";
import { planHref } from "../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { DataTable } from "../../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../../_components/table/types.ts";
import { describeRequest, isOpen, summarizeControl } from "./controlWords.ts";

interface ControlScreenProps {
  readonly control: ControlRequests;
  readonly mayAsk: boolean;
  readonly readMs: number;
}

/** Every home that the control plane was asked for, and what became of it. */
export function ControlScreen({ control, mayAsk, readMs }: ControlScreenProps) {
  const columns = useMemo(() => requestColumns({ mayAsk, readMs }), [mayAsk, readMs]);
  const { requests } = control;
  useAutoRefresh(requests.some(isOpen) ? "30s" : "off");
  return (
    <div className="flex flex-col gap-4">
      <PageHeading
        title="Control plane"
        crumbs={[{ label: "Plans", href: "/plans" }]}
        summary={summarizeControl(control)}
      />
      {requests.length === 0 ? (
        <EmptyState
          title={control.receiver === null ? "Homes are changed by people" : "Nothing was asked for yet"}
        >
          <p>
            {control.receiver === null
              ? "Ballast records what is done to a plan, and changes nothing by itself. With BALLAST_CONTROL_URL and BALLAST_CONTROL_SECRET set, each home is asked for by a signed request when its turn comes; it is taken for changed when that is confirmed, never before."
              : "When a phase cuts over, each home is asked for in its turn, by a signed request; it is taken for changed when that is confirmed, never before."}
          </p>
        </EmptyState>
      ) : (
        <Panel title="Requests" note="the newest first; nothing is sent or asked under the freeze" isFlush>
          <DataTable
            caption="Homes that the control plane was asked for"
            columns={columns}
            rows={requests}
            rowId={({ id }) => String(id)}
            rowHeight={56}
            emptyText="There is none."
          />
        </Panel>
      )}
    </div>
  );
}

function requestColumns({
  mayAsk,
  readMs,
}: Pick<ControlScreenProps, "mayAsk" | "readMs">): DataColumn<ControlRequest>[] {
  return [
    {
      id: "registry",
      header: "Registry",
      width: 190,
      isRowHeader: true,
      cell: ({ registry, from, to, isBack }) => (
        <span className="flex flex-col leading-tight">
          <span className="truncate">{registry}</span>
          <span className="truncate text-ink-soft">
            {isBack ? "back: " : ""}
            {from} → {to}
          </span>
        </span>
      ),
    },
    {
      id: "became",
      header: "What became of it",
      width: 360,
      cell: (request) => {
        const words = describeRequest(request, readMs);
        return (
          <span
            title={words}
            className={`line-clamp-2 leading-tight whitespace-normal ${request.lastError !== null && isOpen(request) ? "font-semibold" : ""}`}
          >
            {words}
          </span>
        );
      },
    },
    {
      id: "again",
      header: "Again",
      width: 124,
      cell: (request) => (mayAsk && isOpen(request) ? <AskAgain request={request} /> : NO_VALUE),
    },
    {
      id: "asked",
      header: "Asked, UTC",
      width: 112,
      cell: ({ askedAt }) => formatUtcDateTime(Date.parse(askedAt), readMs),
    },
    {
      id: "plan",
      header: "Plan",
      width: 220,
      cell: ({ plan, version, planName, phase }) => (
        <ScopedLink
          href={`${planHref(plan, version)}#phase-${phase}`}
          className="name-link line-clamp-2 leading-tight whitespace-normal"
          title={planName}
        >
          {plan} {planName}, phase {phase}
        </ScopedLink>
      ),
    },
  ];
}

/** Sends it once more under the same key: a control plane that has done it already can say so. */
function AskAgain({ request: { plan, version, move, registry } }: { request: ControlRequest }) {
  const router = useRouter();
  const [isSending, setIsSending] = useState(false);

  async function ask() {
    setIsSending(true);
    const answer = await callApi(`/api/v1/plans/${plan}/moves/${move}/ask`, {
      method: "POST",
      body: { version },
      schema: z.unknown(),
    });
    setIsSending(false);
    toast(answer.ok ? `${registry} is asked for once more within a minute.` : answer.error.message);
    router.refresh();
  }

  return (
    <button
      type="button"
      className="control"
      aria-label={`Ask for ${registry} again`}
      disabled={isSending}
      onClick={() => void ask()}
    >
      {isSending ? "Asking…" : "Ask again"}
    </button>
  );
}

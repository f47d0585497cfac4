"use client";

import { OctagonAlert, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Alert, alertSchema } from "#lib/alerts/list/alertAnswer.ts";
import { formatAgo } from "#lib/charts/index.ts";
import { callApi } from "../../_components/callApi.ts";
import { toast } from "../../_components/overlay/toast.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { stampHref } from "../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../_components/scope/ScopedLink.tsx";
import { Time } from "../../_components/Time.tsx";
import { AcknowledgeDialog } from "./AcknowledgeDialog.tsx";
import { isMuted } from "./alertsView.ts";
import { MuteDialog } from "./MuteDialog.tsx";

interface OpenAlertsProps {
  readonly alerts: readonly Alert[];
  readonly hasMore: boolean;
  readonly mayAct: boolean;
  readonly nowMs: number;
}

/** What is wrong now: where, since when, how bad, and who looks after it. */
export function OpenAlerts({ alerts, hasMore, mayAct, nowMs }: OpenAlertsProps) {
  const [acknowledged, setAcknowledged] = useState<Alert | null>(null);
  const [muted, setMuted] = useState<Alert | null>(null);
  const router = useRouter();

  async function unmute(alert: Alert) {
    const answer = await callApi(`/api/v1/alerts/${alert.id}/mute`, {
      method: "POST",
      body: { minutes: 0, reason: "muted no longer" },
      schema: alertSchema,
    });
    toast(answer.ok ? "It is told of again." : answer.error.message);
    router.refresh();
  }

  return (
    <Panel
      title="Open"
      note={`${hasMore ? "The newest 500" : "All"} that are open; those that are nobody’s yet first, then the longest`}
      csvHref="/api/v1/alerts?state=open&limit=1000"
      isFlush
    >
      {alerts.length === 0 ? (
        <p className="px-4 pb-4 text-base text-ink-soft">
          No alert is open. The rules below are asked every minute.
        </p>
      ) : (
        <ul className="border-t border-line">
          {alerts.map((alert) => (
            <AlertRow
              key={alert.id}
              alert={alert}
              mayAct={mayAct}
              nowMs={nowMs}
              onAcknowledge={() => setAcknowledged(alert)}
              onMute={() => (isMuted(alert, nowMs) ? void unmute(alert) : setMuted(alert))}
            />
          ))}
        </ul>
      )}
      {acknowledged !== null && (
        <AcknowledgeDialog alert={acknowledged} onClose={() => setAcknowledged(null)} />
      )}
      {muted !== null && <MuteDialog alert={muted} onClose={() => setMuted(null)} />}
    </Panel>
  );
}

interface AlertRowProps {
  readonly alert: Alert;
  readonly mayAct: boolean;
  readonly nowMs: number;
  readonly onAcknowledge: () => void;
  readonly onMute: () => void;
}

function AlertRow({ alert, mayAct, nowMs, onAcknowledge, onMute }: AlertRowProps) {
  const isQuiet = isMuted(alert, nowMs);
  const isCritical = alert.severity === "critical";
  const Icon = isCritical ? OctagonAlert : TriangleAlert;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <span className="flex w-24 shrink-0 items-center gap-1.5 text-base">
        <Icon size={16} aria-hidden="true" className={isCritical ? "text-ink" : "text-ink-soft"} />
        <span className={isCritical ? "font-semibold" : "text-ink-soft"}>{alert.severity}</span>
      </span>
      <div className={`min-w-0 flex-1 basis-64 ${isQuiet ? "text-ink-soft" : ""}`}>
        <p className="text-base">
          <ScopedLink className="name-link" href={stampHref(alert.stamp, alert.pool ?? undefined)}>
            {alert.stamp}
            {alert.pool === null ? "" : ` ${alert.pool}`}
          </ScopedLink>
          <span>: {withoutPlace(alert)}</span>
        </p>
        <p className="text-ink-soft">
          {alert.ruleName} · {alert.region} · since <Time at={Date.parse(alert.since)} now={nowMs} /> (
          {formatAgo(Date.parse(alert.since), nowMs)})
        </p>
        {alert.acknowledged !== null && (
          <p>
            {alert.acknowledged.by} looks after it
            {alert.acknowledged.note === null ? "" : `: “${alert.acknowledged.note}”`}
          </p>
        )}
        {isQuiet && alert.muted !== null && (
          <p>
            muted until <Time at={Date.parse(alert.muted.until)} now={nowMs} /> by {alert.muted.by}: “
            {alert.muted.reason}”
          </p>
        )}
      </div>
      {mayAct && (
        <div className="flex gap-2">
          {alert.acknowledged === null && (
            <button
              type="button"
              className="control"
              aria-label={`Acknowledge: ${alert.sentence}`}
              onClick={onAcknowledge}
            >
              Acknowledge
            </button>
          )}
          <button
            type="button"
            className="control"
            aria-label={`${isQuiet ? "Unmute" : "Mute"}: ${alert.sentence}`}
            onClick={onMute}
          >
            {isQuiet ? "Unmute" : "Mute"}
          </button>
        </div>
      )}
    </li>
  );
}

/** The sentence names the place first, which here is a link of its own. */
function withoutPlace({ sentence }: Alert): string {
  return sentence.slice(sentence.indexOf(": ") + 2);
}

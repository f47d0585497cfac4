"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatAgo } from "#lib/charts/index.ts";
import { type Channel, channelTestSchema, type Delivery } from "#lib/outgoing/channel/channelBody.ts";
import { callApi } from "../../_components/callApi.ts";
import { toast } from "../../_components/overlay/toast.tsx";
import { Panel } from "../../_components/Panel.tsx";
import { ChannelDialog } from "./ChannelDialog.tsx";

interface ChannelsPanelProps {
  readonly channels: readonly Channel[];
  readonly areSecretsSealed: boolean;
  readonly regions: readonly string[];
  readonly mayChange: boolean;
  readonly nowMs: number;
}

/** Who is told, of what, and whether it arrives. */
export function ChannelsPanel({ channels, areSecretsSealed, regions, mayChange, nowMs }: ChannelsPanelProps) {
  const [edited, setEdited] = useState<Channel | "new" | null>(null);
  return (
    <Panel
      title="Channels"
      note="Signed webhooks: told of alerts, approvals wanted, gate results, finished and paused plans, and freezes"
      controls={
        mayChange && (
          <button type="button" className="control" onClick={() => setEdited("new")}>
            <Plus size={14} aria-hidden="true" /> New channel
          </button>
        )
      }
      isFlush
    >
      {channels.length === 0 ? (
        <p className="max-w-prose px-4 pb-4 text-base text-ink-soft">
          Nobody is told yet. A channel is an address that receives a signed message for each event; an admin
          makes one with New channel, and tests it there.
        </p>
      ) : (
        <ul className="border-t border-line">
          {channels.map((channel) => (
            <ChannelRow
              key={channel.id}
              channel={channel}
              mayChange={mayChange}
              nowMs={nowMs}
              onEdit={() => setEdited(channel)}
            />
          ))}
        </ul>
      )}
      {!areSecretsSealed && channels.length > 0 && (
        <p className="max-w-prose border-t border-line px-4 py-3 text-ink-soft">
          Addresses and secrets stand in the database as they are: whoever can read it can send in this name.
          Set BALLAST_SEAL_KEY, and the next start seals them.
        </p>
      )}
      {edited !== null && (
        <ChannelDialog
          channel={edited === "new" ? null : edited}
          regions={regions}
          onClose={() => setEdited(null)}
        />
      )}
    </Panel>
  );
}

interface ChannelRowProps {
  readonly channel: Channel;
  readonly mayChange: boolean;
  readonly nowMs: number;
  readonly onEdit: () => void;
}

function ChannelRow({ channel, mayChange, nowMs, onEdit }: ChannelRowProps) {
  const router = useRouter();
  const [isTesting, setIsTesting] = useState(false);

  async function test() {
    setIsTesting(true);
    const answer = await callApi(`/api/v1/channels/${channel.id}/test`, {
      method: "POST",
      schema: channelTestSchema,
    });
    setIsTesting(false);
    if (!answer.ok) toast(answer.error.message);
    else if (answer.value.delivered) toast(`${channel.name} has received the test.`);
    else toast(`The test did not arrive. ${answer.value.delivery.lastError ?? ""}`);
    router.refresh();
  }

  const [last] = channel.deliveries;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="text-base">
          <span className={channel.enabled ? "font-medium" : "text-ink-soft"}>{channel.name}</span>{" "}
          <span className="break-all text-ink-soft">
            {channel.receiver}
            {channel.enabled ? "" : ", switched off"}
          </span>
        </p>
        <p className="text-ink-soft">{scopeWords(channel)}</p>
        <p className={last?.status === "given_up" || last?.lastError ? "font-medium" : "text-ink-soft"}>
          {last === undefined ? "Nothing was sent yet." : deliveryWords(last, nowMs)}
          {channel.waiting > 0 && ` ${channel.waiting} waiting.`}
          {channel.givenUp > 0 && ` ${channel.givenUp} given up in 7 days.`}
        </p>
        {channel.deliveries.length > 0 && (
          <details className="text-ink-soft">
            <summary className="w-fit">The last {channel.deliveries.length}</summary>
            <ul className="flex flex-col gap-1 pt-1">
              {channel.deliveries.map((one) => (
                <li key={one.id}>
                  {one.sentence} {deliveryWords(one, nowMs)}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {mayChange && (
        <div className="flex gap-2">
          <button
            type="button"
            className="control"
            aria-label={`Test ${channel.name}`}
            disabled={isTesting || !channel.enabled}
            onClick={() => void test()}
          >
            {isTesting ? "Sending…" : "Test"}
          </button>
          <button type="button" className="control" aria-label={`Edit ${channel.name}`} onClick={onEdit}>
            Edit
          </button>
        </div>
      )}
    </li>
  );
}

function scopeWords({ kinds, regions, quietHours }: Channel): string {
  const told = kinds.map((kind) => kind.replaceAll("_", " ")).join(", ");
  const where = regions.length === 0 ? "every region" : regions.join(", ");
  const quiet =
    quietHours === null
      ? ""
      : ` · quiet ${quietHours.from}–${quietHours.to} ${quietHours.timeZone}${quietHours.criticalPasses ? ", critical passes" : ""}`;
  return `${told} · ${where}${quiet}`;
}

function deliveryWords(one: Delivery, nowMs: number): string {
  const ago = (at: string | null) => formatAgo(Date.parse(at ?? one.createdAt), nowMs);
  if (one.status === "sent") return `Sent ${ago(one.doneAt)}.`;
  if (one.status === "given_up") return `Given up ${ago(one.doneAt)}: ${one.lastError ?? ""}`;
  return one.lastError === null ? "Waiting." : `Waiting after ${one.attempts} attempts: ${one.lastError}`;
}

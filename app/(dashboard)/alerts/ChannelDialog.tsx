"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { type Channel, channelSchema, createdChannelSchema } from "#lib/outgoing/channel/channelBody.ts";
import { EVENT_KINDS } from "#lib/outgoing/types.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../_components/overlay/DialogActions.tsx";
import { toast } from "../../_components/overlay/toast.tsx";
import { type ChannelDraft, channelBody, draftOfChannel } from "./channelDraft.ts";
import { LabelledField } from "./LabelledField.tsx";

interface ChannelDialogProps {
  /** null = a new one. */
  readonly channel: Channel | null;
  readonly regions: readonly string[];
  readonly onClose: () => void;
}

/** Makes or changes a channel; the secret of a new one is shown this once. */
export function ChannelDialog({ channel, regions, onClose }: ChannelDialogProps) {
  const router = useRouter();
  const [draft, setDraft] = useState(() => draftOfChannel(channel));
  const [secret, setSecret] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const change = (part: Partial<ChannelDraft>) => setDraft((before) => ({ ...before, ...part }));

  async function save(event: FormEvent) {
    event.preventDefault();
    setIsSending(true);
    const body = channelBody(draft);
    const problemOf =
      channel === null
        ? await callApi("/api/v1/channels", { method: "POST", body, schema: createdChannelSchema }).then(
            (made) => (made.ok ? shown(made.value.secret) : made.error.message),
          )
        : await callApi(`/api/v1/channels/${channel.id}`, {
            method: "PATCH",
            body,
            schema: channelSchema,
          }).then((saved) => (saved.ok ? shown(null) : saved.error.message));
    setIsSending(false);
    setProblem(problemOf);
    if (problemOf === null) router.refresh();
  }

  /** A new secret stays to be copied; without one there is nothing left to see. */
  function shown(made: string | null): null {
    if (made === null) onClose();
    else setSecret(made);
    return null;
  }

  async function remove(id: number) {
    const answer = await callApi(`/api/v1/channels/${id}`, { method: "DELETE", schema: channelSchema });
    if (!answer.ok) {
      setProblem(answer.error.message);
      return;
    }
    toast("The channel is removed.");
    router.refresh();
    onClose();
  }

  if (secret !== null) return <ShownChannelSecret name={draft.name} secret={secret} onClose={onClose} />;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={channel === null ? "New channel" : `Channel: ${channel.name}`}
    >
      <form onSubmit={save} className="flex flex-col gap-3">
        <LabelledField label="Name" value={draft.name} onChange={(name) => change({ name })} isRequired />
        <LabelledField
          label={
            channel === null
              ? "Address that receives; it is not shown again"
              : `Address; left empty: as it is, at ${channel.receiver}`
          }
          value={draft.url}
          onChange={(url) => change({ url })}
          placeholder="https://"
          isRequired={channel === null}
        />
        <KindChecks draft={draft} change={change} />
        <LabelledField
          label={`Regions, with commas in between; empty: every region (${regions.join(", ")})`}
          value={draft.region}
          onChange={(region) => change({ region })}
        />
        <QuietHoursFields draft={draft} change={change} />
        <Check label="Switched on" isChecked={draft.enabled} onChange={(enabled) => change({ enabled })} />
        <DialogActions
          problem={problem}
          onCancel={onClose}
          confirm={channel === null ? "Make the channel" : "Save"}
          sending={isSending && "Saving…"}
          isDisabled={draft.name.trim() === "" || draft.kinds.length === 0}
        >
          {channel !== null && (
            <button type="button" className="control" onClick={() => void remove(channel.id)}>
              Remove the channel
            </button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface PartProps {
  readonly draft: ChannelDraft;
  readonly change: (part: Partial<ChannelDraft>) => void;
}

function KindChecks({ draft, change }: PartProps) {
  return (
    <fieldset>
      <legend className="text-ink-soft">Told of</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {EVENT_KINDS.map((kind) => (
          <Check
            key={kind}
            label={kind.replaceAll("_", " ")}
            isChecked={draft.kinds.includes(kind)}
            onChange={(isOn) =>
              change({
                kinds: EVENT_KINDS.filter((one) => (one === kind ? isOn : draft.kinds.includes(one))),
              })
            }
          />
        ))}
      </div>
    </fieldset>
  );
}

function QuietHoursFields({ draft, change }: PartProps) {
  return (
    <fieldset className="flex flex-col gap-2">
      <Check
        label="Quiet hours: held back until they are over"
        isChecked={draft.hasQuietHours}
        onChange={(hasQuietHours) => change({ hasQuietHours })}
      />
      {draft.hasQuietHours && (
        <>
          <div className="grid grid-cols-3 gap-2">
            <LabelledField label="From" value={draft.from} onChange={(from) => change({ from })} />
            <LabelledField label="To" value={draft.to} onChange={(to) => change({ to })} />
            <LabelledField
              label="Time zone"
              value={draft.timeZone}
              onChange={(timeZone) => change({ timeZone })}
            />
          </div>
          <Check
            label="What is critical is sent all the same"
            isChecked={draft.criticalPasses}
            onChange={(criticalPasses) => change({ criticalPasses })}
          />
        </>
      )}
    </fieldset>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

function Check({ label, isChecked, onChange }: CheckProps) {
  return (
    <label className="flex items-center gap-2">
      <input type="checkbox" checked={isChecked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

/** The secret that a receiver verifies signatures with, this once. */
function ShownChannelSecret({
  name,
  secret,
  onClose,
}: {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}) {
  return (
    <Dialog isOpen onOpenChange={(isOpen) => !isOpen && onClose()} title={`The channel ${name}`}>
      <div className="flex flex-col gap-3">
        <p className="text-base">
          Its receiver verifies each message with this secret. It is shown this once: copy it there now.
        </p>
        <code className="rounded-md border border-line bg-sunken px-3 py-2 font-mono text-xs break-all">
          {secret}
        </code>
        <p className="text-ink-soft">
          <code className="font-mono text-xs">ballast-signature: t=…,v1=…</code> is HMAC-SHA-256 of{" "}
          <code className="font-mono text-xs">t</code>, a dot and the body.
        </p>
        <div className="flex justify-end">
          <button type="button" className="control control-primary" onClick={onClose}>
            Done
          </button>
        </div>
      </div>
    </Dialog>
  );
}

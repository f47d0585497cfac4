"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { toast } from "sonner";
import { settingListSchema } from "#lib/fleet/settings/settingBody.ts";
import type { SettingKey } from "#lib/fleet/settings.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { cellTitle, inheritedWords } from "./cellTitle.ts";
import { SettingPreview } from "./SettingPreview.tsx";
import { fieldTexts, formatSetting, readTyped, SETTING_FORMS } from "./settingForms.ts";
import { type SettingCell, scopeFields, scopeWords } from "./settingGrid.ts";

export interface EditedSetting {
  readonly key: SettingKey;
  readonly cell: SettingCell;
}

interface SettingDialogProps {
  readonly edited: EditedSetting;
  readonly now: number;
  readonly onClose: () => void;
}

/** Changes one value in one scope: what it would do first, then the reason, then the button. */
export function SettingDialog({ edited, now, onClose }: SettingDialogProps) {
  const { key, cell } = edited;
  const form = SETTING_FORMS[key];
  const router = useRouter();
  const reasonId = useId();
  const [texts, setTexts] = useState(() => fieldTexts(key, cell.value));
  const [reason, setReason] = useState("");
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const typed = readTyped(key, texts);
  const isSame = typed.ok && JSON.stringify(typed.value) === JSON.stringify(cell.value);
  const canSave = typed.ok && !(isSame && cell.isOwn) && reason.trim() !== "" && !isSending;

  async function finish(sending: Promise<string | null>, done: string) {
    setIsSending(true);
    const answer = await sending;
    setIsSending(false);
    setProblem(answer);
    if (answer !== null) return;
    toast(done);
    onClose();
    router.refresh();
  }

  function save(event: FormEvent) {
    event.preventDefault();
    if (!typed.ok || !canSave) return;
    const words = `${form.title} for ${scopeWords(cell)} is ${formatSetting(key, typed.value)} now.`;
    void finish(sendValue({ key, cell, value: typed.value, reason: reason.trim() }), words);
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`${form.title} for ${scopeWords(cell)}`}
      description={`${formatSetting(key, cell.value)} now. ${cellTitle(cell, now)}.`}
    >
      <form onSubmit={save} className="flex flex-col gap-4">
        <Fields settingKey={key} texts={texts} onChange={setTexts} />
        {typed.ok ? (
          <Effect edited={edited} value={typed.value} isSame={isSame} />
        ) : (
          <p role="alert" className="font-medium">
            {typed.message}
          </p>
        )}
        <label htmlFor={reasonId} className="flex flex-col gap-1 text-ink-soft">
          Reason, kept in the audit
          <textarea
            id={reasonId}
            required
            rows={2}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            className="field h-auto py-2"
          />
        </label>
        {problem !== null && (
          <p role="alert" className="font-medium">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          {cell.isOwn && (
            <button
              type="button"
              className="control mr-auto"
              disabled={reason.trim() === "" || isSending}
              title={reason.trim() === "" ? "Give a reason first" : undefined}
              onClick={() =>
                void finish(
                  resetValue({ key, cell, reason: reason.trim() }),
                  `${form.title} for ${scopeWords(cell)}: ${inheritedWords(cell)} holds again.`,
                )
              }
            >
              Take back, to {formatSetting(key, cell.inherited)}
            </button>
          )}
          <button type="button" className="control" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="control control-primary" disabled={!canSave}>
            {isSending ? "Saving…" : "Save"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** What saving would do; while nothing is changed, what taking the value back would do. */
function Effect({ edited, value, isSame }: { edited: EditedSetting; value: unknown; isSame: boolean }) {
  const { key, cell } = edited;
  if (!isSame || !cell.isOwn)
    return <SettingPreview settingKey={key} scope={cell} value={value} isSame={isSame} />;
  const isEqual = JSON.stringify(cell.inherited) === JSON.stringify(cell.value);
  return (
    <div className="flex flex-col gap-1">
      <p className="text-ink-soft">Taken back to {formatSetting(key, cell.inherited)}:</p>
      <SettingPreview settingKey={key} scope={cell} value={cell.inherited} isSame={isEqual} />
    </div>
  );
}

interface FieldsProps {
  readonly settingKey: SettingKey;
  readonly texts: readonly string[];
  readonly onChange: (texts: string[]) => void;
}

function Fields({ settingKey, texts, onChange }: FieldsProps) {
  return (
    <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
      {SETTING_FORMS[settingKey].fields.map((field, index) => (
        <label key={field.name ?? settingKey} className="flex flex-col gap-1 text-ink-soft">
          {field.label}
          <span className="flex items-center gap-2">
            <input
              inputMode="decimal"
              value={texts[index] ?? ""}
              onChange={(event) =>
                onChange(texts.map((text, place) => (place === index ? event.target.value : text)))
              }
              className="field w-28 text-right"
              autoComplete="off"
            />
            {field.unit}
          </span>
        </label>
      ))}
    </div>
  );
}

interface Sent {
  readonly key: SettingKey;
  readonly cell: SettingCell;
  readonly reason: string;
}

/** Null when it is done; otherwise what went wrong. */
async function sendValue({ key, cell, value, reason }: Sent & { value: unknown }): Promise<string | null> {
  const body = { key, ...scopeFields(cell), value, reason };
  const answer = await callApi("/api/v1/settings", { method: "PUT", body, schema: settingListSchema });
  return answer.ok ? null : answer.error.message;
}

async function resetValue({ key, cell, reason }: Sent): Promise<string | null> {
  const parameters = new URLSearchParams({ key, ...scopeFields(cell), reason });
  const answer = await callApi(`/api/v1/settings?${parameters}`, {
    method: "DELETE",
    schema: settingListSchema,
  });
  return answer.ok ? null : answer.error.message;
}

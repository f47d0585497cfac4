"use client";

import { type FormEvent, type ReactNode, useId, useState } from "react";
import type { SettingOverrides, SettingScope } from "#lib/fleet/settings.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../_components/overlay/DialogActions.tsx";
import { FieldInputs } from "./FieldInputs.tsx";
import { PreviewPart } from "./PreviewPart.tsx";
import { RetentionWarning } from "./RetentionWarning.tsx";
import { ScopeChoice } from "./ScopeChoice.tsx";
import {
  inheritedValue,
  isSameScope,
  type SettingChoices,
  type SettingView,
  scopeText,
  valueText,
} from "./settingsView.ts";
import { useSettingDraft } from "./useSettingDraft.ts";

interface SettingEditorProps {
  readonly setting: SettingView;
  readonly choices: SettingChoices;
  /** The scope it begins with. */
  readonly at: SettingScope;
  /** Whether the scope may be chosen: not when a value that is there is changed. */
  readonly canChooseScope: boolean;
  readonly onClose: () => void;
}

/** Sets one value in one scope: the numbers, what they would change, why. */
export function SettingEditor({ setting, choices, at, canChooseScope, onClose }: SettingEditorProps) {
  const { key, fields, title, summary } = setting;
  const { overrides } = choices;
  const draft = useSettingDraft({ setting, overrides, at, onSaved: onClose });
  const { scope, read, current } = draft;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`${canChooseScope ? "Set" : "Change"} ${title.toLowerCase()}`}
      description={summary}
      width="wide"
    >
      <DraftForm draft={draft} onCancel={onClose}>
        {canChooseScope && setting.scope !== "fleet" ? (
          <ScopeChoice setting={setting} choices={choices} scope={scope} onChange={draft.chooseScope} />
        ) : (
          <p>
            For <strong>{scopeText(scope)}</strong>.
          </p>
        )}
        <WhatHolds setting={setting} overrides={overrides} scope={scope} current={current} />
        <FieldInputs
          fields={fields}
          typed={draft.typed}
          problems={read.ok ? {} : read.problems}
          onChange={draft.type}
        />
        {key === "retention" && read.ok && (
          <RetentionWarning fields={fields} before={current} after={read.value} />
        )}
        {draft.isSame ? (
          <p className="text-ink-soft">This is what holds now: change a number to see what it would do.</p>
        ) : (
          <PreviewPart change={draft.change} />
        )}
      </DraftForm>
    </Dialog>
  );
}

interface WhatHoldsProps {
  readonly setting: SettingView;
  readonly overrides: SettingOverrides;
  readonly scope: SettingScope;
  readonly current: unknown;
}

function WhatHolds({ setting: { key, fields }, overrides, scope, current }: WhatHoldsProps) {
  const isSetHere = overrides.some((one) => one.key === key && isSameScope(one, scope));
  const inherited = inheritedValue(overrides, key, scope);
  return (
    <p className="text-ink-soft">
      {isSetHere
        ? `Set here now: ${valueText(fields, current)}. Without it: ${valueText(fields, inherited.value)}, ${inherited.from}.`
        : `Holds now: ${valueText(fields, current)}, ${inherited.from}.`}
    </p>
  );
}

interface DraftFormProps {
  readonly draft: Pick<ReturnType<typeof useSettingDraft>, "change" | "isSending" | "problem" | "save">;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Around the numbers: why, and the buttons. */
function DraftForm({ draft, onCancel, children }: DraftFormProps) {
  const [reason, setReason] = useState("");
  const reasonId = useId();
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void draft.save(reason.trim());
      }}
      className="flex flex-col gap-4"
      noValidate
    >
      {children}
      <div>
        <label htmlFor={reasonId} className="text-ink-soft">
          Reason, kept in the audit
        </label>
        <textarea
          id={reasonId}
          required
          rows={2}
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="field h-auto py-2"
        />
      </div>
      <DialogActions
        problem={draft.problem}
        onCancel={onCancel}
        confirm="Save"
        sending={draft.isSending && "Saving…"}
        isDisabled={draft.change === null || reason.trim() === ""}
      />
    </form>
  );
}

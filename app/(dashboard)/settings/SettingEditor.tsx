"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useId, useMemo, useState } from "react";
import { toast } from "sonner";
import { settingListSchema } from "#lib/fleet/settings/settingBody.ts";
import type { SettingOverrides, SettingScope } from "#lib/fleet/settings.ts";
import { resolveSetting } from "#lib/fleet/settings.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";
import { FieldInputs } from "./FieldInputs.tsx";
import { changeBody, PreviewPart } from "./PreviewPart.tsx";
import { RetentionWarning } from "./RetentionWarning.tsx";
import { readTyped, typedValue } from "./settingFields.ts";
import { inheritedValue, isSameScope, type SettingView, scopeText, valueText } from "./settingsView.ts";

/** Where settings may differ, and what is set. */
export interface SettingChoices {
  readonly regions: readonly string[];
  readonly poolKinds: readonly string[];
  readonly overrides: SettingOverrides;
}

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
  const { key, fields } = setting;
  const { overrides } = choices;
  const [scope, setScope] = useState(at);
  const [typed, setTyped] = useState(() => typedValue(fields, resolveSetting(overrides, key, at)));
  const [reason, setReason] = useState("");
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const router = useRouter();
  const reasonId = useId();
  const read = useMemo(() => readTyped(key, fields, typed), [key, fields, typed]);
  const current = resolveSetting(overrides, key, scope);
  const isSame = read.ok && JSON.stringify(read.value) === JSON.stringify(current);
  const isSetHere = overrides.some((one) => one.key === key && isSameScope(one, scope));
  const inherited = inheritedValue(overrides, key, scope);
  const change = read.ok && !isSame ? { key, ...scope, value: read.value } : null;

  function chooseScope(next: SettingScope) {
    setScope(next);
    setTyped(typedValue(fields, resolveSetting(overrides, key, next)));
  }

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (change === null) return;
    setIsSending(true);
    const answer = await callApi("/api/v1/settings", {
      method: "PUT",
      body: { ...changeBody(change), reason: reason.trim() },
      schema: settingListSchema,
    });
    setIsSending(false);
    if (!answer.ok) {
      setProblem(answer.error.message);
      return;
    }
    toast(`${setting.title} is set for ${scopeText(scope)}.`);
    router.refresh();
    onClose();
  }

  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={canChooseScope ? `Set ${setting.title.toLowerCase()}` : `Change ${setting.title.toLowerCase()}`}
      description={setting.summary}
      width="wide"
    >
      <form onSubmit={submit} className="flex flex-col gap-4" noValidate>
        {canChooseScope && setting.scope !== "fleet" ? (
          <ScopeChoice setting={setting} choices={choices} scope={scope} onChange={chooseScope} />
        ) : (
          <p>
            For <strong>{scopeText(scope)}</strong>.
          </p>
        )}
        <p className="text-ink-soft">
          {isSetHere ? "Set here now" : "Holds now"}: {valueText(fields, current)}
          {isSetHere
            ? `. Without it: ${valueText(fields, inherited.value)}, ${inherited.from}.`
            : `, ${inherited.from}.`}
        </p>
        <FieldInputs
          fields={fields}
          typed={typed}
          problems={read.ok ? {} : read.problems}
          onChange={(name, text) => setTyped((before) => ({ ...before, [name]: text }))}
        />
        {key === "retention" && read.ok && (
          <RetentionWarning fields={fields} before={current} after={read.value} />
        )}
        {isSame ? (
          <p className="text-ink-soft">This is what holds now: change a number to see what it would do.</p>
        ) : (
          <PreviewPart change={change} />
        )}
        <div>
          <label htmlFor={reasonId} className="text-ink-soft">
            Reason, kept in the audit
          </label>
          <textarea
            id={reasonId}
            required
            rows={2}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            className="field h-auto py-2"
          />
        </div>
        {problem !== null && (
          <p role="alert" className="font-medium">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <button type="button" className="control" onClick={onClose}>
            Cancel
          </button>
          <button
            type="submit"
            className="control control-primary"
            disabled={isSending || change === null || reason.trim() === ""}
          >
            {isSending ? "Saving…" : "Save"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface ScopeChoiceProps {
  readonly setting: SettingView;
  readonly choices: SettingChoices;
  readonly scope: SettingScope;
  readonly onChange: (scope: SettingScope) => void;
}

/** Where the value is to hold; only what the setting may differ by. */
function ScopeChoice({ setting, choices, scope, onChange }: ScopeChoiceProps) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-ink-soft">For</span>
      {setting.scope === "pool" && (
        <SelectBox
          label="Pool kind"
          showsLabel
          value={scope.poolKind}
          items={itemsOf("every kind", choices.poolKinds)}
          onChange={(poolKind) => onChange({ ...scope, poolKind })}
        />
      )}
      <SelectBox
        label="Region"
        showsLabel
        value={scope.region}
        items={itemsOf("every region", choices.regions)}
        onChange={(region) => onChange({ ...scope, region })}
      />
    </div>
  );
}

function itemsOf(every: string, names: readonly string[]) {
  return [{ value: "", label: every }, ...names.map((name) => ({ value: name, label: name }))];
}

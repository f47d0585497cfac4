"use client";

import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { settingListSchema } from "#lib/fleet/settings/settingBody.ts";
import { resolveSetting, type SettingOverrides, type SettingScope } from "#lib/fleet/settings.ts";
import { callApi } from "../../_components/callApi.ts";
import { toast } from "../../_components/overlay/toast.tsx";
import { changeBody, type SettingChange } from "./PreviewPart.tsx";
import { isSameValue, readTyped, typedValue } from "./settingFields.ts";
import { type SettingView, scopeText } from "./settingsView.ts";

interface DraftOptions {
  readonly setting: SettingView;
  readonly overrides: SettingOverrides;
  /** The scope it begins with. */
  readonly at: SettingScope;
  readonly onSaved: () => void;
}

/** A value that is being written: its scope, what is typed, what that means, and the way to save it. */
export function useSettingDraft({ setting, overrides, at, onSaved }: DraftOptions) {
  const { key, fields } = setting;
  const [scope, setScope] = useState(at);
  const [typed, setTyped] = useState(() => typedValue(fields, resolveSetting(overrides, key, at)));
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const router = useRouter();
  const read = useMemo(() => readTyped(key, fields, typed), [key, fields, typed]);
  /** What holds in the scope now. */
  const current = resolveSetting(overrides, key, scope);
  const isSame = read.ok && isSameValue(fields, read.value, current);
  const change: SettingChange | null = read.ok && !isSame ? { key, ...scope, value: read.value } : null;

  function chooseScope(next: SettingScope) {
    setScope(next);
    // What was typed is kept; what was only shown gives way to what holds in the scope chosen.
    if (isSame) setTyped(typedValue(fields, resolveSetting(overrides, key, next)));
  }

  async function save(reason: string) {
    if (change === null) return;
    setIsSending(true);
    const answer = await callApi("/api/v1/settings", {
      method: "PUT",
      body: { ...changeBody(change), reason },
      schema: settingListSchema,
    });
    setIsSending(false);
    if (!answer.ok) {
      setProblem(answer.error.message);
      return;
    }
    toast(`${setting.title} is set for ${scopeText(scope)}.`);
    router.refresh();
    onSaved();
  }

  return {
    scope,
    chooseScope,
    typed,
    type: (name: string, text: string) => setTyped((before) => ({ ...before, [name]: text })),
    read,
    current,
    isSame,
    change,
    isSending,
    problem,
    save,
  };
}

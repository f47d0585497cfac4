"use client";

import { useRouter } from "next/navigation";
import { settingListSchema } from "#lib/fleet/settings/settingBody.ts";
import { callApi } from "../../_components/callApi.ts";
import { ReasonDialog } from "../../_components/overlay/ReasonDialog.tsx";
import { toast } from "../../_components/overlay/toast.tsx";
import { PreviewPart } from "./PreviewPart.tsx";
import { RetentionWarning } from "./RetentionWarning.tsx";
import type { SettingView, SetValue } from "./settingsView.ts";

interface ResetSettingProps {
  readonly setting: SettingView;
  readonly value: SetValue;
  /** The value that is set, as it is stored. */
  readonly current: unknown;
  readonly onClose: () => void;
}

/** Takes a value back, so that the wider scope or the default holds: what that is, what it would change, why. */
export function ResetSetting({ setting, value, current, onClose }: ResetSettingProps) {
  const router = useRouter();
  const { key } = setting;
  const { region, poolKind, inherited } = value;

  async function send(reason: string): Promise<string | null> {
    const query = new URLSearchParams({
      key,
      ...(region && { region }),
      ...(poolKind && { poolKind }),
      reason,
    });
    const answer = await callApi(`/api/v1/settings?${query}`, {
      method: "DELETE",
      schema: settingListSchema,
    });
    if (!answer.ok) return answer.error.message;
    toast(`${setting.title} is reset for ${value.where}.`);
    router.refresh();
    return null;
  }

  return (
    <ReasonDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Reset ${setting.title.toLowerCase()}`}
      confirmLabel="Reset it"
      onConfirm={send}
    >
      <div className="flex flex-col gap-3">
        <p>
          For <strong>{value.where}</strong> this then holds again: {inherited.text}, {inherited.from}.
        </p>
        {key === "retention" && (
          <RetentionWarning fields={setting.fields} before={current} after={inherited.value} />
        )}
        <PreviewPart change={{ key, region, poolKind, value: inherited.value }} />
      </div>
    </ReasonDialog>
  );
}

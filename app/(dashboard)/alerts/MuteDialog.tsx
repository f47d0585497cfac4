"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { type Alert, alertSchema } from "#lib/alerts/list/alertAnswer.ts";
import { callApi } from "../../_components/callApi.ts";
import { ReasonDialog } from "../../_components/overlay/ReasonDialog.tsx";
import { toast } from "../../_components/overlay/toast.tsx";
import { SelectBox } from "../../_components/SelectBox.tsx";

const LENGTHS = [
  { value: "60", label: "1 h" },
  { value: "240", label: "4 h" },
  { value: "720", label: "12 h" },
  { value: "1440", label: "1 day" },
  { value: "10080", label: "7 days" },
];

/** Says nothing about an alert for a time, for a reason. */
export function MuteDialog({ alert, onClose }: { alert: Alert; onClose: () => void }) {
  const router = useRouter();
  const [minutes, setMinutes] = useState("240");

  async function mute(reason: string): Promise<string | null> {
    const answer = await callApi(`/api/v1/alerts/${alert.id}/mute`, {
      method: "POST",
      body: { minutes: Number(minutes), reason },
      schema: alertSchema,
    });
    if (!answer.ok) return answer.error.message;
    toast("It is muted.");
    router.refresh();
    return null;
  }

  return (
    <ReasonDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Mute the alert"
      confirmLabel="Mute"
      onConfirm={mute}
    >
      <div className="flex flex-col gap-3">
        <p>{alert.sentence}</p>
        <p className="text-ink-soft">
          Channels are told nothing of it, nor when the same rule raises it there again meanwhile. It stays on
          this page, and can be unmuted at any time.
        </p>
        <SelectBox label="For" showsLabel value={minutes} items={LENGTHS} onChange={setMinutes} />
      </div>
    </ReasonDialog>
  );
}

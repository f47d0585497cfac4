"use client";

import { Snowflake } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type FreezeState, freezeStateSchema } from "#lib/fleet/freeze/freezeBody.ts";
import { callApi } from "../callApi.ts";
import { ReasonDialog } from "../overlay/ReasonDialog.tsx";
import { toast } from "../overlay/toast.tsx";
import { Time } from "../Time.tsx";

interface FreezeControlProps {
  readonly freeze: FreezeState;
  readonly now: number;
  readonly canPress: boolean;
  readonly canLift: boolean;
}

/** The kill switch: always in sight, says whether it is pressed, by whom and why. */
export function FreezeControl({ freeze, now, canPress, canLift }: FreezeControlProps) {
  const [isOpen, setIsOpen] = useState(false);
  const router = useRouter();
  const { current } = freeze;
  const isAllowed = freeze.frozen ? canLift : canPress;

  async function send(reason: string): Promise<string | null> {
    const answer = await callApi("/api/v1/freeze", {
      method: freeze.frozen ? "DELETE" : "POST",
      body: { reason },
      schema: freezeStateSchema,
    });
    if (!answer.ok) return answer.error.message;
    toast(answer.value.frozen ? "Everything is frozen." : "The freeze is lifted.");
    router.refresh();
    return null;
  }

  return (
    <>
      <button
        type="button"
        className={`control ${freeze.frozen ? "border-accent bg-accent-soft font-semibold" : ""}`}
        onClick={() => setIsOpen(true)}
        title={current === null ? "Nothing is frozen" : `${current.pressedBy}: ${current.reason}`}
      >
        <Snowflake size={14} aria-hidden="true" />
        <span className={freeze.frozen ? "" : "max-xl:sr-only"}>{freeze.frozen ? "Frozen" : "Freeze"}</span>
      </button>
      <ReasonDialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={freeze.frozen ? "Lift the freeze" : "Freeze everything"}
        confirmLabel={freeze.frozen ? "Lift the freeze" : "Freeze everything"}
        isAllowed={isAllowed}
        onConfirm={send}
      >
        {freeze.frozen ? (
          <p>
            Frozen by <strong>{current?.pressedBy}</strong>
            {current !== null && (
              <>
                {" "}
                since <Time at={Date.parse(current.pressedAt)} now={now} />: “{current.reason}”
              </>
            )}
            . Lifting it lets starts, binding changes and outgoing calls run again.{" "}
            {!canLift && "An approver lifts it."}
          </p>
        ) : (
          <p>
            Starts, binding changes and outgoing calls are refused everywhere at once, until an approver lifts
            the freeze. Telemetry goes on coming in; rolling back stays possible.{" "}
            {!canPress && "An operator may press it."}
          </p>
        )}
      </ReasonDialog>
    </>
  );
}

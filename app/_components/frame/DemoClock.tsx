"use client";

import { Menu } from "@base-ui/react/menu";
import { FastForward } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { formatDuration, formatUtcDateTime } from "#lib/charts/index.ts";
import { MINUTE_MS } from "#lib/core/index.ts";
import { demoClockSchema } from "#lib/demo/clock/demoClockAnswer.ts";
import { callApi } from "../callApi.ts";
import { toast } from "../overlay/toast.tsx";

const STEPS = [
  { label: "15 minutes", minutes: 15 },
  { label: "1 hour", minutes: 60 },
  { label: "6 hours", minutes: 6 * 60 },
  { label: "24 hours", minutes: 24 * 60 },
  { label: "48 hours", minutes: 48 * 60 },
] as const;

interface DemoClockProps {
  readonly now: number;
  readonly aheadMs: number;
  readonly canAdvance: boolean;
}

/** Only in the demo: how far its clock is ahead, and the way to put it on, so that days of observation take seconds. */
export function DemoClock({ now, aheadMs, canAdvance }: DemoClockProps) {
  const { isMoving, advance } = useDemoClock();
  const told = aheadMs < MINUTE_MS ? "now" : `+${formatDuration(aheadMs / 1_000)}`;
  return (
    <Menu.Root>
      <Menu.Trigger
        className={`control px-2 ${aheadMs < MINUTE_MS ? "text-ink-soft" : "border-accent"}`}
        disabled={isMoving}
        title={`Demo: the clock stands at ${formatUtcDateTime(now, now)} UTC`}
      >
        <FastForward size={14} aria-hidden="true" />
        <span className="whitespace-nowrap">
          <span className="max-lg:sr-only">demo clock: </span>
          {isMoving ? "rendering…" : told}
        </span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="popup w-72 p-1">
            <p className="px-2.5 pt-1 pb-2 text-xs text-ink-soft">
              The demo’s clock stands at {formatUtcDateTime(now, now)} UTC. Putting it on renders the samples
              of the time between, from the homes as they are now. It cannot be put back.
            </p>
            {canAdvance ? (
              STEPS.map(({ label, minutes }) => (
                <Menu.Item
                  key={minutes}
                  className="menu-item"
                  onClick={() => void advance({ byMinutes: minutes })}
                >
                  Put it on by {label}
                </Menu.Item>
              ))
            ) : (
              <p className="px-2.5 pb-2">An operator may put it on.</p>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** Puts the demo's clock on and reads the page anew. */
export function useDemoClock() {
  const router = useRouter();
  const [isMoving, setIsMoving] = useState(false);
  async function advance(by: { byMinutes: number } | { advanceTo: string }): Promise<void> {
    setIsMoving(true);
    const answer = await callApi("/api/v1/demo/clock", {
      method: "POST",
      body: by,
      schema: demoClockSchema,
    });
    setIsMoving(false);
    if (!answer.ok) {
      toast.error(answer.error.message);
      return;
    }
    const arrivedMs = Date.parse(answer.value.now);
    toast(`It is ${formatUtcDateTime(arrivedMs, arrivedMs)} UTC in the demo.`);
    router.refresh();
  }
  return { isMoving, advance };
}

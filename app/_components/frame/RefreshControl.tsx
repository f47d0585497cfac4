"use client";

import { Menu } from "@base-ui/react/menu";
import { Check, ChevronDown, RotateCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { formatUtcSecond } from "#lib/charts/index.ts";
import { useNavigation } from "../scope/NavigationPending.tsx";
import { REFRESH_CHOICES, type RefreshChoice } from "../scope/scope.ts";
import { useScope } from "../scope/useScope.ts";
import { useAsOf } from "./asOf.tsx";
import { useAutoRefresh } from "./useAutoRefresh.ts";

const LABELS: Readonly<Record<RefreshChoice, string>> = {
  off: "Off",
  "30s": "Every 30 s",
  "1m": "Every minute",
  "5m": "Every 5 minutes",
};
/** Reads the page anew now or every so often; rests while the page is hidden. Says what the data are as of. */
export function RefreshControl() {
  const { refresh, setRefresh } = useScope();
  const { isPending, startTransition } = useNavigation();
  const router = useRouter();
  const asOf = useAsOf();
  const readAnew = () => startTransition(() => router.refresh());
  const isHidden = useAutoRefresh(refresh);

  return (
    <div className="flex items-center">
      {/* Its place is kept, so that nothing moves when the page has said how fresh it is. */}
      <span className="mr-2 hidden min-w-44 text-right text-xs whitespace-nowrap text-ink-soft lg:inline-block">
        {asOf !== null &&
          (asOf.dataMs === null ? "no data yet" : `data as of ${formatUtcSecond(asOf.dataMs)} UTC`)}
      </span>
      <button
        type="button"
        className="control control-icon h-8 w-8 rounded-r-none border-line"
        aria-label="Read anew"
        title={asOf === null ? "Read anew" : `Read anew (last read at ${formatUtcSecond(asOf.readMs)} UTC)`}
        onClick={readAnew}
      >
        <RotateCw size={14} aria-hidden="true" className={isPending ? "motion-safe:animate-spin" : ""} />
      </button>
      <Menu.Root>
        <Menu.Trigger
          className="control -ml-px rounded-l-none px-1.5"
          aria-label={`Refresh: ${LABELS[refresh]}`}
        >
          {refresh !== "off" && <span className="text-xs">{isHidden ? "resting" : refresh}</span>}
          <ChevronDown size={14} aria-hidden="true" className="text-ink-soft" />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner sideOffset={4} align="end" className="z-50">
            <Menu.Popup className="popup min-w-44 p-1">
              {REFRESH_CHOICES.map((choice) => (
                <Menu.Item key={choice} className="menu-item" onClick={() => void setRefresh(choice)}>
                  <span className="flex w-4 justify-center">
                    {choice === refresh && <Check size={14} aria-label="chosen" />}
                  </span>
                  {LABELS[choice]}
                </Menu.Item>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useNavigation } from "../scope/NavigationPending.tsx";
import type { RefreshChoice } from "../scope/scope.ts";

const INTERVAL_MS: Readonly<Record<RefreshChoice, number>> = {
  off: 0,
  "30s": 30_000,
  "1m": 60_000,
  "5m": 300_000,
};

/** Reads the page anew as often as chosen, and rests while it is hidden: then true is returned. */
export function useAutoRefresh(refresh: RefreshChoice): boolean {
  const { startTransition } = useNavigation();
  const router = useRouter();
  const [isHidden, setIsHidden] = useState(false);

  // External systems: the clock and the page's visibility.
  useEffect(() => {
    const readAnew = () => startTransition(() => router.refresh());
    const interval = INTERVAL_MS[refresh];
    let timer: ReturnType<typeof setInterval> | undefined;
    const start = () => {
      clearInterval(timer);
      if (interval > 0 && !document.hidden) timer = setInterval(readAnew, interval);
    };
    const onVisibility = () => {
      setIsHidden(document.hidden);
      // Back in view: first catch up on what was missed.
      if (!document.hidden && interval > 0) readAnew();
      start();
    };
    start();
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [refresh, router, startTransition]);

  return isHidden;
}

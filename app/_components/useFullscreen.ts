"use client";

import { createContext, use, useEffect, useState } from "react";

/** Pixels of height that charts have when their panel fills the screen; null while it does not. */
export const FullscreenHeight = createContext<number | null>(null);

/** The height that there is when the panel around fills the screen; null while it does not. */
export function useFullscreenHeight(): number | null {
  return use(FullscreenHeight);
}

/** The height a chart may take: as given, or most of the screen when its panel fills it. */
export function useChartHeight(usual: number): number {
  const full = use(FullscreenHeight);
  return full === null ? usual : Math.max(usual, full);
}

/** Panel head, axis and legend around a chart that fills the screen. */
const AROUND_CHART = 190;

/**
 * Whether a panel fills the screen, and the way in and out. The whole document goes full screen, and the panel is laid
 * over it: popups and dialogs, which stand outside the panel, stay in sight. Where a browser refuses, it fills the window.
 */
export function useFullscreen() {
  const [height, setHeight] = useState<number | null>(null);
  // External system: the browser's full screen, which Esc leaves.
  useEffect(() => {
    if (height === null) return;
    const onChange = () => {
      if (document.fullscreenElement === null) setHeight(null);
      else setHeight(window.innerHeight - AROUND_CHART);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && document.fullscreenElement === null) setHeight(null);
    };
    document.addEventListener("fullscreenchange", onChange);
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("fullscreenchange", onChange);
      document.removeEventListener("keydown", onKeyDown);
    };
  }, [height]);

  async function toggle() {
    if (height !== null) {
      setHeight(null);
      if (document.fullscreenElement !== null) await document.exitFullscreen();
      return;
    }
    setHeight(window.innerHeight - AROUND_CHART);
    await document.documentElement.requestFullscreen().catch(() => undefined);
  }

  return { isFullscreen: height !== null, height, toggle };
}

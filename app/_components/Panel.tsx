"use client";

import { type ReactNode, useId } from "react";
import type { Explanation } from "./overlay/ExplainDialog.tsx";
import { PanelActions, type PanelPicture } from "./PanelActions.tsx";
import { FullscreenHeight, useFullscreen } from "./useFullscreen.ts";

interface PanelProps {
  readonly title: ReactNode;
  /** One line under the title: the window, "top 20 of 412", what a colour means. */
  readonly note?: ReactNode;
  /** Controls of this panel, before the standard actions. */
  readonly controls?: ReactNode;
  readonly explain?: Explanation;
  /** The same data as CSV: an address of the API. */
  readonly csvHref?: string;
  readonly png?: PanelPicture;
  readonly children: ReactNode;
  /** Without padding around the content, for tables and maps. */
  readonly isFlush?: boolean;
}

/** A titled section with what every chart and table offers: full screen, CSV, PNG, explain. */
export function Panel(props: PanelProps) {
  const { title, note, controls, explain, csvHref, png, children, isFlush = false } = props;
  const headingId = useId();
  const { isFullscreen, height, toggle } = useFullscreen();
  return (
    <section
      aria-labelledby={headingId}
      className={`flex min-w-0 flex-col border-line bg-surface ${
        isFullscreen ? "fixed inset-0 z-40 overflow-auto" : "rounded-lg border"
      }`}
    >
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 pt-3 pb-2">
        <div className="mr-auto min-w-0 flex-1 basis-60">
          <h2 id={headingId} className="text-base font-semibold">
            {title}
          </h2>
          {note !== undefined && <p className="text-xs text-ink-soft">{note}</p>}
        </div>
        {controls !== undefined && <div className="flex flex-wrap items-center gap-2">{controls}</div>}
        <PanelActions {...{ explain, csvHref, png, isFullscreen }} onToggleFullscreen={() => void toggle()} />
      </header>
      <FullscreenHeight value={height}>
        <div className={isFlush ? "min-w-0" : "min-w-0 px-4 pb-4"}>{children}</div>
      </FullscreenHeight>
    </section>
  );
}

"use client";

import type { FocusEvent, KeyboardEvent, PointerEvent } from "react";
import { HeatmapCanvas } from "./HeatmapCanvas.tsx";
import { HeatmapMarks } from "./HeatmapMarks.tsx";
import type { HeatmapProps } from "./types.ts";
import type { HeatmapKeys } from "./useHeatmapKeys.ts";
import type { HeatmapMouse } from "./useHeatmapPointer.ts";
import type { HeatmapView } from "./useHeatmapView.ts";

interface HeatmapPlotProps {
  readonly label: string;
  readonly instructionsId: string;
  readonly rows: HeatmapProps["rows"];
  readonly selectedId: string | null;
  readonly view: HeatmapView;
  readonly keys: HeatmapKeys;
  readonly mouse: HeatmapMouse;
}

/** The cells with what is marked over them; takes mouse, touch and keyboard. */
export function HeatmapPlot(props: HeatmapPlotProps) {
  const { view, keys, mouse } = props;

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    if (event.key === "Escape") mouse.cancelBrush();
    keys.onKeyDown(event);
  }

  function onFocus(event: FocusEvent<HTMLElement>) {
    // Only when walked to: a click should not put the cursor into a corner.
    if (event.currentTarget.matches(":focus-visible")) keys.start();
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    // The mouse moves on: the keyboard's cursor has been left behind.
    keys.drop();
    mouse.handlers.onPointerMove(event);
  }

  return (
    <div
      role="application"
      aria-roledescription="heat map"
      aria-label={props.label}
      aria-describedby={props.instructionsId}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes the keyboard
      tabIndex={0}
      className="absolute top-0 touch-pan-y"
      style={{ left: view.labelWidth, width: view.width, height: view.height }}
      {...mouse.handlers}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={keys.drop}
    >
      <HeatmapCanvas view={view} />
      <HeatmapMarks
        view={view}
        rows={props.rows}
        selectedId={props.selectedId}
        cursor={keys.cursor}
        brush={mouse.brush ?? keys.span}
      />
    </div>
  );
}

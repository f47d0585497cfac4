"use client";

import { type RefObject, type UIEvent, use, useMemo, useRef, useState } from "react";
import {
  type CellMatrix,
  type HeatmapLayout,
  type HeatTheme,
  layoutRows,
  thinColumnsByMax,
  visibleItems,
} from "#lib/charts/index.ts";
import { useSize } from "../chart/useSize.ts";
import { useTheme } from "../chart/useTheme.ts";
import { FullscreenHeight, useChartHeight } from "../useFullscreen.ts";
import type { HeatmapProps } from "./types.ts";
import { useCellImage } from "./useCellImage.ts";

/** Everything about where things stand, in CSS pixels; what every part of the map draws by. */
export interface HeatmapView {
  /** As it is drawn: columns thinned to what the width can show. */
  readonly matrix: CellMatrix;
  readonly layout: HeatmapLayout;
  readonly image: HTMLCanvasElement | null;
  readonly theme: HeatTheme;
  /** Of the whole map with its row labels. */
  readonly outerWidth: number;
  readonly labelWidth: number;
  /** Of the cells alone. */
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  /** Items in view, half-open. */
  readonly first: number;
  readonly end: number;
}

interface HeatmapScroll {
  readonly view: HeatmapView;
  readonly scrollRef: RefObject<HTMLDivElement | null>;
  readonly onScroll: (event: UIEvent<HTMLDivElement>) => void;
  /** Brings an item into view. */
  readonly reveal: (itemIndex: number) => void;
}

const GROUP_HEIGHT = 24;
const RIGHT_GAP = 16;
const LABEL_WIDTH = 176;
const HEIGHT_AT_MOST = 416;
/** On a phone the names give way: the cells are what one came for. */
const NARROW = { below: 520, labelWidth: 124 };

/** Lays the map out for the width that it has, and follows its scrolling. */
export function useHeatmapView(props: HeatmapProps): HeatmapScroll {
  const { rows, order, thresholds, rowHeight: usualRowHeight = 16 } = props;
  const heightAtMost = useChartHeight(props.heightAtMost ?? HEIGHT_AT_MOST);
  const rowHeight = useRowHeight(usualRowHeight, order.length);
  const scrollRef = useRef<HTMLDivElement>(null);
  const { width: outerWidth } = useSize(scrollRef);
  const [scrolledTo, setScrolledTo] = useState(0);
  const theme = useTheme();
  const isNarrow = outerWidth > 0 && outerWidth < NARROW.below;
  const labelWidth = props.labelWidth ?? (isNarrow ? NARROW.labelWidth : LABEL_WIDTH);
  const width = Math.max(0, outerWidth - labelWidth - RIGHT_GAP);
  // A column narrower than a pixel could not be seen: the greatest of those that share it stands for them.
  const matrix = useMemo(
    () => (width > 0 ? thinColumnsByMax(props.matrix, width) : props.matrix),
    [props.matrix, width],
  );
  const layout = useMemo(() => {
    const groupOf = (row: number) => rows[row]?.group ?? null;
    return layoutRows({ order, groupOf, rowHeight, groupHeight: GROUP_HEIGHT });
  }, [order, rows, rowHeight]);
  const image = useCellImage({ matrix, rows, order, thresholds, theme });
  const height = Math.min(layout.height, heightAtMost);
  const scrollTop = Math.min(scrolledTo, Math.max(0, layout.height - height));
  const inView = visibleItems(layout, { scrollTop, height });

  function reveal(itemIndex: number) {
    const element = scrollRef.current;
    if (element === null) return;
    const top = layout.tops[itemIndex] ?? 0;
    const bottom = layout.tops[itemIndex + 1] ?? top;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + height) element.scrollTop = bottom - height;
  }

  return {
    view: { matrix, layout, image, theme, outerWidth, labelWidth, width, height, scrollTop, ...inView },
    scrollRef,
    onScroll: (event) => setScrolledTo(event.currentTarget.scrollTop),
    reveal,
  };
}

const ROW_HEIGHT_AT_MOST = 32;

/** Few rows grow with a panel that fills the screen. */
function useRowHeight(usual: number, rows: number): number {
  const full = use(FullscreenHeight);
  if (full === null || rows === 0) return usual;
  return Math.max(usual, Math.min(ROW_HEIGHT_AT_MOST, Math.floor(full / rows)));
}

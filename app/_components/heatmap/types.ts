import type { CellMatrix, StateThresholds } from "#lib/charts/index.ts";
import type { MinuteWindow } from "#lib/core/index.ts";

/** A row of a heat map; its place in the list is its row in the matrix. */
export interface HeatmapRow {
  /** The key of the thing it stands for, shared with tables and other charts of the page. */
  readonly id: string;
  readonly label: string;
  /** Stands lighter after the label: the pool of a stamp. */
  readonly detail?: string;
  readonly group: string | null;
  /** Which of the thresholds colour it. */
  readonly thresholdsIndex: number;
}

/** What is asked for when a cell is pointed at for a moment: beyond what the matrix holds. */
export interface CellDetail {
  /** The hottest node, and in how many of the cell's bins with data. */
  readonly hottestNode: string | null;
  readonly nodeBins: number;
  readonly binsWithData: number;
  readonly bins: number;
}

/** A span of time marked along the axis: the peak window of a region. */
export interface HeatmapSpan extends MinuteWindow {
  readonly label: string;
}

export interface HeatmapCursor {
  readonly itemIndex: number;
  readonly row: number;
  readonly column: number;
}

export interface HeatmapProps {
  /** What the map shows, in words: measure, things, range. */
  readonly label: string;
  readonly matrix: CellMatrix;
  readonly rows: readonly HeatmapRow[];
  /** Matrix rows in the order in which they are shown. */
  readonly order: readonly number[];
  readonly thresholds: readonly StateThresholds[];
  readonly rowHeight?: number;
  /** Pixels after which the rows scroll. */
  readonly heightAtMost?: number;
  readonly labelWidth?: number;
  readonly spans?: readonly HeatmapSpan[];
  /** The limit of a row, percent, to say how far over it a cell is. */
  readonly limitOf?: (row: number) => number | null;
  readonly readCell?: (row: number, window: MinuteWindow, signal: AbortSignal) => Promise<CellDetail | null>;
  readonly selectedId?: string | null;
  readonly onSelect?: (id: string | null) => void;
  readonly onOpen?: (id: string) => void;
  readonly onZoom?: (window: MinuteWindow) => void;
  /** Moves the time range by a share of its length; negative is earlier. */
  readonly onPan?: (share: number) => void;
  /** Where the same values are to be had as text. */
  readonly csvHref?: string;
  readonly now: number;
}

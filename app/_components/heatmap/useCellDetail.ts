"use client";

import { useEffect, useState } from "react";
import { type CellMatrix, cellAt, columnWindow } from "#lib/charts/index.ts";
import type { CellDetail, HeatmapCursor, HeatmapProps } from "./types.ts";

/** Pointing at a cell for this long asks for its node and coverage. */
const DWELL_MS = 120;

/** What lies behind the cell that is pointed at, read once it has been pointed at for a moment; null = not asked. */
export function useCellDetail(
  cell: HeatmapCursor | null,
  matrix: CellMatrix,
  readCell: HeatmapProps["readCell"],
): CellDetail | null | "reading" {
  const [known, setKnown] = useState<{ key: string; detail: CellDetail | null }>({ key: "", detail: null });
  const row = cell?.row ?? -1;
  const column = cell?.column ?? -1;
  const key = `${row} ${column} ${matrix.fromMinute} ${matrix.stepMinutes}`;
  // External system: the API.
  useEffect(() => {
    if (readCell === undefined || row < 0 || cellAt(matrix, row, column) < 0) return;
    const aborter = new AbortController();
    const timer = setTimeout(async () => {
      const detail = await readCell(row, columnWindow(matrix, column), aborter.signal);
      if (!aborter.signal.aborted) setKnown({ key, detail });
    }, DWELL_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [key, readCell, row, column, matrix]);
  if (readCell === undefined || row < 0) return null;
  return known.key === key ? known.detail : "reading";
}

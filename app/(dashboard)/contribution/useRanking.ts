"use client";

import { useMemo } from "react";
import { cumulateShares } from "#lib/contribution/cumulativeShare.ts";
import { seriesColor } from "../../_components/chart/seriesColor.ts";
import { toRows } from "../../_components/table/columnar.ts";
import type { RankingView } from "./contributionView.ts";
import type { RankedRow } from "./contributorColumns.tsx";

/** The rows of a ranking in rank order, with the cumulative share of what is asked for, and the colours of the first few. */
export function useRanking(
  ranking: Pick<RankingView, "rows" | "colored">,
  of: "requests" | "bytes",
): RankedRow[] {
  return useMemo(() => {
    const rows = toRows(ranking.rows);
    const cumulative = cumulateShares(rows.map((row) => (of === "bytes" ? row.byteShare : row.requestShare)));
    return rows.map((row, at) => {
      const place = ranking.colored.indexOf(row.id);
      return {
        ...row,
        cumulativeShare: cumulative[at] ?? null,
        color: place < 0 ? null : seriesColor(place),
      };
    });
  }, [ranking, of]);
}

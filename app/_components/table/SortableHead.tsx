"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { DataColumn, TableSort } from "./types.ts";

interface SortableHeadProps<Row> {
  readonly column: DataColumn<Row>;
  readonly sort: TableSort | undefined;
  readonly onSortChange: ((sort: TableSort) => void) | undefined;
}

export function SortableHead<Row>({ column, sort, onSortChange }: SortableHeadProps<Row>) {
  const isSorted = sort?.id === column.id;
  const isRight = column.align === "right";
  const direction = !isSorted ? "none" : sort.desc ? "descending" : "ascending";
  const canSort = column.sortValue !== undefined && onSortChange !== undefined;
  const Arrow = sort?.desc ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={canSort ? direction : undefined}
      title={column.meaning}
      className={`border-b border-line px-2 py-1.5 text-xs font-medium text-ink-soft first:pl-4 last:pr-4 ${
        isRight ? "text-right" : "text-left"
      } ${column.isRowHeader ? "sticky left-0 z-[1] bg-surface" : ""}`}
    >
      {canSort ? (
        <button
          type="button"
          className={`inline-flex max-w-full items-center gap-1 rounded-sm hover:text-ink ${
            isRight ? "flex-row-reverse" : ""
          } ${isSorted ? "text-ink" : ""}`}
          onClick={() =>
            onSortChange({
              id: column.id,
              desc: isSorted ? !sort.desc : column.firstSort === "descending",
            })
          }
        >
          <span className="truncate">{column.header}</span>
          {isSorted && <Arrow size={12} aria-hidden="true" className="shrink-0" />}
        </button>
      ) : (
        <span className="truncate">{column.header}</span>
      )}
    </th>
  );
}

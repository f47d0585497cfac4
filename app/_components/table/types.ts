import type { ReactNode } from "react";

export interface DataColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** What the column means, on hover and for screen readers. */
  readonly meaning?: string;
  readonly align?: "left" | "right";
  /** Pixels; columns share what is left over in proportion. */
  readonly width: number;
  /** What is sorted by; null stays at the end. Left out: not sortable. */
  readonly sortValue?: (row: Row) => number | string | null;
  /** Which way the first click sorts: numbers usually greatest first. */
  readonly firstSort?: "ascending" | "descending";
  readonly cell: (row: Row) => ReactNode;
  /** The cell that names the row. One per table. */
  readonly isRowHeader?: boolean;
}

export interface TableSort {
  readonly id: string;
  readonly desc: boolean;
}

/** A sort as it stands in a URL: `p95`, or `-p95` for greatest first. */
export function parseSort(text: string): TableSort {
  return text.startsWith("-") ? { id: text.slice(1), desc: true } : { id: text, desc: false };
}

export function writeSort(sort: TableSort): string {
  return sort.desc ? `-${sort.id}` : sort.id;
}

"use client";

import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef } from "react";
import { DataTableRow } from "./DataTableRow.tsx";
import { SortableHead } from "./SortableHead.tsx";
import type { DataColumn, TableSort } from "./types.ts";

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

interface DataTableProps<Row extends object> {
  /** What the table holds, for those who cannot see it. */
  readonly caption: string;
  readonly columns: readonly DataColumn<Row>[];
  /** In the order that ties keep: sorting is stable. */
  readonly rows: readonly Row[];
  readonly rowId: (row: Row) => string;
  /** Left out: the rows stay as they come. */
  readonly sort?: TableSort;
  readonly onSortChange?: (sort: TableSort) => void;
  /** The row marked as chosen. */
  readonly selectedId?: string | null;
  /** In its place where several can be chosen. */
  readonly selectedIds?: ReadonlySet<string>;
  readonly onSelect?: (id: string) => void;
  /** Enter on a row, or a double click. */
  readonly onOpen?: (row: Row) => void;
  /** Shown in place of rows when there are none. */
  readonly emptyText: string;
  readonly rowHeight?: number;
  /** Over this many rows the table scrolls in itself and only what is seen is in the page. */
  readonly virtualFrom?: number;
}

/** Rows that the server puts into the first paint of a long table; the rest comes with the scroll. */
const FIRST_PAINT_ROWS = 100;

/** A sortable table; long ones keep only the rows in view (and some around them) in the page. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { caption, columns, rowHeight = 32 } = props;
  const sorted = useSortedRows(props);
  const { scrollRef, isVirtual, first, end } = useRowsInView(sorted.length, rowHeight, props.virtualFrom);
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <section
      ref={scrollRef}
      // Placed, so that words for screen readers inside cells are clipped with the cells.
      className={`relative ${sorted.length === 0 ? "@container" : ""} ${isVirtual ? "max-h-[calc(100dvh-7rem)] overflow-auto" : "overflow-x-auto"}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
      aria-label={caption}
    >
      <table
        className="w-full table-fixed border-separate border-spacing-0"
        style={{ minWidth: width }}
        aria-rowcount={sorted.length + 1}
      >
        <caption className="sr-only">{caption}</caption>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-10 bg-surface">
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <SortableHead
                key={column.id}
                column={column}
                sort={props.sort}
                onSortChange={props.onSortChange}
              />
            ))}
          </tr>
        </thead>
        <TableBody {...props} {...{ sorted, first, end, rowHeight }} />
      </table>
    </section>
  );
}

interface SortedRow<Row> {
  readonly id: string;
  readonly original: Row;
}

function useSortedRows<Row extends object>({
  columns,
  rows,
  rowId,
  sort,
}: DataTableProps<Row>): readonly SortedRow<Row>[] {
  const sorting = useMemo<SortingState>(() => (sort === undefined ? [] : [{ ...sort }]), [sort]);
  const definitions = useMemo(() => columns.map(defineColumn<Row>), [columns]);
  // Its type wants a mutable array, though it is never changed.
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns: definitions, data, getRowId: rowId, state: { sorting } });
  return table.getRowModel().rows;
}

/** Which rows are in the page, half-open; all of a short table. */
function useRowsInView(count: number, rowHeight: number, virtualFrom = 150) {
  const scrollRef = useRef<HTMLElement>(null);
  const isVirtual = count > virtualFrom;
  const virtualizer = useVirtualizer({
    count,
    enabled: isVirtual,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 1_000, height: FIRST_PAINT_ROWS * rowHeight },
  });
  const items = virtualizer.getVirtualItems();
  if (!isVirtual) return { scrollRef, isVirtual, first: 0, end: count };
  return { scrollRef, isVirtual, first: items[0]?.index ?? 0, end: (items.at(-1)?.index ?? -1) + 1 };
}

interface TableBodyProps<Row extends object> extends DataTableProps<Row> {
  readonly sorted: readonly SortedRow<Row>[];
  readonly first: number;
  readonly end: number;
  readonly rowHeight: number;
}

function TableBody<Row extends object>(props: TableBodyProps<Row>) {
  const { columns, sorted, first, end, rowHeight } = props;
  return (
    <tbody>
      <Spacer height={first * rowHeight} columns={columns.length} />
      {sorted.slice(first, end).map((row, offset) => (
        <DataTableRow
          key={row.id}
          id={row.id}
          row={row.original}
          rowIndex={first + offset + 2}
          columns={columns}
          height={rowHeight}
          isSelected={props.selectedIds?.has(row.id) ?? props.selectedId === row.id}
          onSelect={props.onSelect}
          onOpen={props.onOpen}
        />
      ))}
      <Spacer height={(sorted.length - end) * rowHeight} columns={columns.length} />
      {sorted.length === 0 && (
        <tr>
          <td colSpan={columns.length} className="px-4 py-6 text-ink-soft">
            {/* As wide as what is seen of the table, however wide its columns are. */}
            <span className="sticky left-4 block w-[calc(100cqi-2rem)] max-w-prose whitespace-normal">
              {props.emptyText}
            </span>
          </td>
        </tr>
      )}
    </tbody>
  );
}

/** Keeps the place of the rows that are not in the page. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

function defineColumn<Row extends object>(column: DataColumn<Row>): ColumnDef<typeof features, Row> {
  const { sortValue } = column;
  return {
    id: column.id,
    accessorFn: (row) => sortValue?.(row) ?? undefined,
    enableSorting: sortValue !== undefined,
    // No data is neither small nor great: it stays at the end whichever way the rest is sorted.
    sortUndefined: "last",
    sortFn: (one, other, id) => compareValues(one.getValue(id), other.getValue(id)),
  };
}

function compareValues(one: unknown, other: unknown): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), "en", { numeric: true });
}

"use client";

import { type KeyboardEvent, type MouseEvent, memo } from "react";
import { useOptionalPointed, useOptionalPointer } from "../chart/crosshair.tsx";
import type { DataColumn } from "./types.ts";

interface DataTableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly rowIndex: number;
  readonly columns: readonly DataColumn<Row>[];
  readonly height: number;
  readonly isSelected: boolean;
  readonly onSelect: ((id: string) => void) | undefined;
  readonly onOpen: ((row: Row) => void) | undefined;
}

function Row<Row>(props: DataTableRowProps<Row>) {
  const { id, row, rowIndex, columns, height, isSelected, onSelect, onOpen } = props;
  const pointer = useOptionalPointer();
  const isPointed = useOptionalPointed(id);
  const isActive = onSelect !== undefined || onOpen !== undefined;

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>) {
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter") onOpen?.(row);
    else if (event.key === " ") onSelect?.(id);
    else if (event.key === "ArrowDown") focusRow(event.currentTarget.nextElementSibling);
    else if (event.key === "ArrowUp") focusRow(event.currentTarget.previousElementSibling);
    else return;
    event.preventDefault();
  }

  function onClick(event: MouseEvent<HTMLTableRowElement>) {
    // A link or button inside does its own thing.
    if (event.target instanceof Element && event.target.closest("a, button") === null) onSelect?.(id);
  }

  return (
    <tr
      aria-rowindex={rowIndex}
      aria-selected={isSelected || undefined}
      tabIndex={isActive ? 0 : undefined}
      style={{ height }}
      className={`-outline-offset-2 ${isSelected ? "bg-accent-soft" : isPointed ? "bg-pointed" : "bg-surface"}`}
      onPointerEnter={() => pointer?.point({ minute: null, thing: id, source: "table" })}
      onPointerLeave={() => pointer?.point({ minute: null, thing: null, source: null })}
      onClick={isActive ? onClick : undefined}
      onDoubleClick={onOpen === undefined ? undefined : () => onOpen(row)}
      onKeyDown={isActive ? onKeyDown : undefined}
    >
      {columns.map((column) => {
        const className = `overflow-hidden border-b border-line/60 px-2 text-ellipsis whitespace-nowrap first:pl-4 last:pr-4 ${
          column.align === "right" ? "text-right" : "text-left"
        }`;
        return column.isRowHeader ? (
          // Stays in sight when the rest is scrolled sideways; its ground is the row's, so that nothing shines through.
          <th
            key={column.id}
            scope="row"
            className={`${className} sticky left-0 z-[1] bg-inherit font-normal`}
          >
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.id} className={className}>
            {column.cell(row)}
          </td>
        );
      })}
    </tr>
  );
}

function focusRow(element: Element | null) {
  if (element instanceof HTMLTableRowElement) element.focus();
}

// memo() forgets that a component is generic; its props are the same.
export const DataTableRow = memo(Row) as typeof Row;

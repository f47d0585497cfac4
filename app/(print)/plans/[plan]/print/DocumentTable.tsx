import type { ReactNode } from "react";

interface DocumentTableProps {
  readonly caption: string;
  readonly heads: readonly string[];
  /** Cells row by row; the first one names the row. */
  readonly rows: readonly { readonly id: string; readonly cells: readonly ReactNode[] }[];
  /** Columns that hold numbers, from 0 on. */
  readonly numbers?: readonly number[];
  /** The column of sentences, from 0 on: it gets two fifths of the width, so that rows stay short. */
  readonly prose?: number;
}

/** A table on paper: its head stands again on every page, and no row is torn apart. */
export function DocumentTable({ caption, heads, rows, numbers = [], prose }: DocumentTableProps) {
  const alignOf = (column: number) => (numbers.includes(column) ? "text-right" : "text-left");
  return (
    <section
      aria-label={caption}
      className="overflow-x-auto print:overflow-visible"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
    >
      <table className="w-full border-collapse text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-black">
            {heads.map((head, at) => (
              <th
                key={head}
                scope="col"
                className={`py-1 pr-3 align-bottom font-semibold last:pr-0 ${alignOf(at)} ${at === prose ? "w-2/5" : ""}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, cells }) => (
            <tr key={id} className="break-inside-avoid border-b border-neutral-300 align-top">
              {cells.map((cell, at) => {
                const className = `py-1 pr-3 last:pr-0 ${alignOf(at)}`;
                return at === 0 ? (
                  <th key={heads[at]} scope="row" className={`${className} font-normal`}>
                    {cell}
                  </th>
                ) : (
                  <td key={heads[at]} className={className}>
                    {cell}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A numbered part of the document. */
export function DocumentPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2 pt-5">
      <h2 className="break-after-avoid border-b border-black pb-0.5 text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}

"use client";

import { formatCount, formatUtcSecond } from "#lib/charts/index.ts";
import { FIELDS_OF } from "#lib/imports/recipe.ts";
import type { Preview } from "#lib/imports/session/sessionBody.ts";
import { Panel } from "../../../_components/Panel.tsx";

const FIELD_WORDS: Readonly<Record<string, string>> = {
  cpu: "CPU %",
  pullP95Ms: "Pull P95 ms",
  errorRate: "Error rate",
  throughputBytes: "Throughput bytes",
};

/** The first rows as they would be stored; what is wrong with one stands in its place. */
export function PreviewPanel({ preview }: { readonly preview: Preview }) {
  const { recipe, rows, notes, missing } = preview;
  const { names, measures } = FIELDS_OF[recipe.kind];
  const bad = rows.filter(({ problems }) => problems.length > 0).length;
  const fields = [...names, ...measures].map(
    (field) => FIELD_WORDS[field] ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}`,
  );
  return (
    <Panel
      title="Preview"
      note={
        missing.length > 0
          ? "Nothing to show yet"
          : rows.length === 0
            ? "The file has a header and no row below it"
            : `The first ${formatCount(rows.length)} rows as they would be stored${bad === 0 ? "" : `; ${formatCount(bad)} would be refused, in part or whole`}`
      }
      isFlush
    >
      {notes.length > 0 && (
        <ul className="list-disc px-4 pb-3 pl-8 text-ink-soft">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {rows.length > 0 && (
        <div className="max-h-96 overflow-auto border-t border-line">
          <table
            className="w-full text-left whitespace-nowrap"
            aria-label="The first rows as they would be stored"
          >
            <thead className="sticky top-0 bg-surface">
              <tr className="text-xs text-ink-soft">
                <th className="px-4 py-1 text-right font-normal">Line</th>
                <th className="px-4 py-1 font-normal">Time, UTC</th>
                {fields.map((field) => (
                  <th key={field} className="px-4 py-1 font-normal">
                    {field}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Rows key={row.line} row={row} width={fields.length} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function Rows({ row, width }: { readonly row: Preview["rows"][number]; readonly width: number }) {
  const at = row.at === null ? "" : `${row.at.slice(0, 10)} ${formatUtcSecond(Date.parse(row.at))}`;
  const problems = row.problems.map(
    ({ column, value, message }) => `${column === "" ? "" : `${column} “${value}”: `}${message}`,
  );
  return (
    <>
      {row.samples.map(({ names, values }) => (
        <tr
          key={names.join("/")}
          className={`border-t border-line ${problems.length > 0 ? "text-ink-soft" : ""}`}
        >
          <td className="px-4 py-1 text-right text-ink-soft">{row.line}</td>
          <td className="px-4 py-1">{at}</td>
          {names.map((name, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a name is its place: stamp, pool, node
            <td key={place} className="px-4 py-1">
              {name}
            </td>
          ))}
          {values.map((value, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <td key={place} className="px-4 py-1">
              {value === null ? <span className="text-ink-faint">no data</span> : formatCell(value)}
            </td>
          ))}
        </tr>
      ))}
      {problems.length > 0 && (
        <tr className={row.samples.length === 0 ? "border-t border-line" : ""}>
          <td className="px-4 py-1 text-right text-ink-soft">{row.samples.length === 0 ? row.line : ""}</td>
          <td colSpan={width + 1} className="px-4 py-1 font-medium whitespace-normal">
            Refused: {problems.join("; ")}
          </td>
        </tr>
      )}
    </>
  );
}

function formatCell(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

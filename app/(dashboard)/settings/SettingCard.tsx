"use client";

import { SETTINGS } from "#lib/fleet/settings.ts";
import { cellTitle, inheritedWords } from "./cellTitle.ts";
import { formatSetting, formatSettingShort, SETTING_FORMS } from "./settingForms.ts";
import { type SettingCell, type SettingGrid, scopeWords } from "./settingGrid.ts";

interface SettingCardProps {
  readonly grid: SettingGrid;
  readonly now: number;
  /** Null for whoever may not change anything. */
  readonly onEdit: ((cell: SettingCell) => void) | null;
}

/** One setting in every scope: what holds, and where it was set. */
export function SettingCard({ grid, now, onEdit }: SettingCardProps) {
  const { key, kinds, rows } = grid;
  const form = SETTING_FORMS[key];
  return (
    <section
      id={key}
      aria-labelledby={`${key}-title`}
      className="grid scroll-mt-16 gap-x-8 gap-y-2 border-t border-line px-4 py-4 first:border-t-0 lg:grid-cols-[280px_minmax(0,1fr)]"
    >
      <div>
        <h2 id={`${key}-title`} className="text-base font-semibold">
          {form.title}
        </h2>
        <p className="text-ink-soft">{SETTINGS[key].summary}.</p>
        <p className="mt-1 text-xs text-ink-faint">
          Default: {formatSetting(key, SETTINGS[key].default)}. <span className="font-mono">{key}</span>
        </p>
      </div>
      <section
        className="relative min-w-0 overflow-x-auto"
        aria-label={`${form.title} by scope`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
        tabIndex={0}
      >
        <table className="border-separate border-spacing-x-1.5 border-spacing-y-1">
          <caption className="sr-only">{form.title} in every scope</caption>
          {kinds.length > 1 && (
            <thead>
              <tr>
                <td />
                {kinds.map((kind) => (
                  <th key={kind} scope="col" className="px-1 text-left text-xs font-medium text-ink-soft">
                    {kind === "" ? "every kind" : kind}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {rows.map((row) => (
              <tr key={row.region}>
                <th
                  scope="row"
                  className="pr-3 text-left text-xs font-medium whitespace-nowrap text-ink-soft"
                >
                  {row.region === "" ? (rows.length > 1 ? "every region" : "whole fleet") : row.region}
                </th>
                {row.cells.map((cell) => (
                  <td key={cell.poolKind}>
                    <Cell grid={grid} cell={cell} now={now} onEdit={onEdit} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Cell({ grid, cell, now, onEdit }: SettingCardProps & { cell: SettingCell }) {
  const text = formatSettingShort(grid.key, cell.value);
  const title = cellTitle(cell, now);
  const look = cell.isOwn ? "font-semibold text-ink" : "border-dashed text-ink-soft";
  if (onEdit === null) {
    return (
      <span className={`inline-flex h-8 items-center whitespace-nowrap ${look}`} title={title}>
        {text}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={`control min-w-24 ${look}`}
      title={title}
      aria-label={`Change ${SETTING_FORMS[grid.key].title} for ${scopeWords(cell)}, now ${text}${cell.isOwn ? "" : `: ${inheritedWords(cell)}`}`}
      onClick={() => onEdit(cell)}
    >
      {text}
    </button>
  );
}

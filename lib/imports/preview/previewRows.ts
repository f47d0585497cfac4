import { toIso } from "../../core/index.ts";
import { createWideDecoder } from "../../telemetry/decode/index.ts";
import type { Head } from "../head.ts";
import { readRows } from "../part/readRows.ts";
import { columnPlanOf, wideOptionsOf } from "../readRecipe.ts";
import { FIELDS_OF, type Recipe } from "../recipe.ts";

/** One row as it would be stored. */
export interface PreviewRow {
  readonly line: number;
  readonly at: string | null;
  readonly samples: { readonly names: string[]; readonly values: (number | null)[] }[];
}

const MAX_ROWS = 40;
const MAX_NODES = 6;

/** The bytes of the first rows of a head, whole rows alone. */
export function firstRows(head: Head): Uint8Array {
  const rows = head.table.ends.filter((end) => end > head.position);
  const end = rows[Math.min(MAX_ROWS, rows.length) - 1] ?? head.position;
  return head.bytes.subarray(head.position, end);
}

/** The first rows of a file, of a recipe that misses nothing. A row that cannot be read has no time and no samples. */
export function previewRows(head: Head, recipe: Recipe): readonly PreviewRow[] {
  return recipe.wide === null ? previewLong(head, recipe) : previewWide(head, recipe);
}

function previewLong(head: Head, recipe: Recipe): readonly PreviewRow[] {
  const plan = columnPlanOf(recipe, head.columns.length);
  const part = { bytes: firstRows(head), isLast: true, line: head.line, row: 0 };
  const read = readRows(part, { kind: recipe.kind, plan, mayGrow: false });
  const names = FIELDS_OF[recipe.kind].names.length;
  const good = read.rows.map(([index, tsMs, ...rest]): PreviewRow => {
    const values = rest
      .slice(names)
      .map((value) => (typeof value === "number" && !Number.isNaN(value) ? value : null));
    const sample = { names: rest.slice(0, names).map(String), values };
    return { line: read.lines[index] ?? 0, at: toIso(tsMs), samples: [sample] };
  });
  const bad = read.refused.map(
    ({ index }): PreviewRow => ({ line: read.lines[index] ?? 0, at: null, samples: [] }),
  );
  return [...good, ...bad].toSorted((left, right) => left.line - right.line);
}

function previewWide(head: Head, recipe: Recipe): readonly PreviewRow[] {
  const rows = new Map<number, PreviewRow>();
  const toFile = head.line - 2;
  const decoder = createWideDecoder(wideOptionsOf(recipe, 0), {
    blocks: ({ pools, lines }) => {
      for (const { stamp, pool, nodes, cpu, fromMs, stepSeconds } of pools) {
        for (const [step, inDecoder] of lines.entries()) {
          const line = inDecoder + toFile;
          const row = rows.get(line) ?? { line, at: toIso(fromMs + step * stepSeconds * 1_000), samples: [] };
          rows.set(line, row);
          for (const [at, node] of nodes.entries()) {
            if (row.samples.length >= MAX_NODES) break;
            const value = cpu[at]?.[step] ?? Number.NaN;
            row.samples.push({ names: [stamp, pool, node], values: [Number.isFinite(value) ? value : null] });
          }
        }
      }
    },
    malformed: (inDecoder) => {
      const line = inDecoder + toFile;
      if (!rows.has(line)) rows.set(line, { line, at: null, samples: [] });
    },
  });
  decoder.write(headerBytes(head, recipe));
  decoder.write(firstRows(head));
  decoder.end();
  return [...rows.values()].toSorted((left, right) => left.line - right.line);
}

function headerBytes(head: Head, recipe: Recipe): Uint8Array {
  const names = head.columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`);
  return new TextEncoder().encode(`${names.join(recipe.delimiter)}\n`);
}

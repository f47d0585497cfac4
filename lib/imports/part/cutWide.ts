import { MINUTE_MS } from "../../core/index.ts";
import { createWideDecoder, type WideOptions } from "../../telemetry/decode/index.ts";
import type { FilePart } from "./readRows.ts";

/** What of a part of a wide file can be taken now. */
export interface WideCut {
  readonly usedBytes: number;
  readonly usedLines: number;
  readonly usedRows: number;
  readonly isTooShort: boolean;
}

interface HowToCut {
  readonly header: Uint8Array;
  readonly options: WideOptions;
  readonly mayGrow: boolean;
}

const NEWLINE = 0x0a;

/**
 * Cuts a part of a wide file after its last whole line; of steps under a minute, after the last line of a minute that is
 * over, because what is stored is the minute's mean.
 */
export function cutWide(part: FilePart, how: HowToCut): WideCut {
  const { bytes, isLast } = part;
  const end = isLast ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
  if (end === 0) return { ...NOTHING, isTooShort: !isLast };
  if (isLast || how.options.stepSeconds >= 60) return upTo(bytes, end);
  const line = lastMinuteLine(bytes.subarray(0, end), how);
  if (line === null) return how.mayGrow ? { ...NOTHING, isTooShort: true } : upTo(bytes, end);
  return upTo(bytes, startOfLine(bytes, line));
}

const NOTHING: WideCut = { usedBytes: 0, usedLines: 0, usedRows: 0, isTooShort: false };

function upTo(bytes: Uint8Array, end: number): WideCut {
  let usedLines = 0;
  let usedRows = 0;
  let from = 0;
  while (from < end) {
    const newline = bytes.indexOf(NEWLINE, from);
    const lineTo = newline < 0 || newline >= end ? end : newline;
    const isBlank = lineTo === from || (lineTo === from + 1 && bytes[from] === 0x0d);
    usedLines += newline < 0 || newline >= end ? 0 : 1;
    usedRows += isBlank ? 0 : 1;
    from = lineTo + 1;
  }
  return { usedBytes: end, usedLines, usedRows, isTooShort: false };
}

/** The line, from 0, with which the last minute of the bytes begins; null where they are of one minute. */
function lastMinuteLine(bytes: Uint8Array, { header, options }: HowToCut): number | null {
  const lines: number[] = [];
  const minutes: number[] = [];
  const decoder = createWideDecoder(options, {
    blocks: ({ pools, lines: ofRows }) => {
      const fromMs = pools[0]?.fromMs ?? 0;
      for (const [step, line] of ofRows.entries()) {
        lines.push(line);
        minutes.push(Math.floor((fromMs + step * options.stepSeconds * 1_000) / MINUTE_MS));
      }
    },
    malformed: () => undefined,
  });
  decoder.write(header);
  decoder.write(bytes);
  decoder.end();
  const last = minutes.at(-1);
  const before = minutes.findLastIndex((minute) => minute !== last);
  // The header is the decoder's first line.
  return before < 0 ? null : (lines[before + 1] ?? 2) - 2;
}

function startOfLine(bytes: Uint8Array, line: number): number {
  let at = 0;
  for (let passed = 0; passed < line; passed += 1) at = bytes.indexOf(NEWLINE, at) + 1;
  return at;
}

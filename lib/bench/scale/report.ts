import { printLine } from "../benchReport.ts";
import type { PageTimes } from "./scalePages.ts";

export function count(figure: number): string {
  return Math.round(figure).toLocaleString("en-US");
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576).toLocaleString("en-US")} MiB`;
}

export function printPages(pages: readonly PageTimes[], mostMs: number | null): void {
  for (const { path, loads, p50Ms, p95Ms, kilobytes, failed } of pages) {
    const figure = `${Math.round(p50Ms)} / ${Math.round(p95Ms)} ms`;
    const size = `${count(kilobytes)} KiB, ${loads} loads${failed > 0 ? `, ${failed} NOT SHOWN` : ""}`;
    const bar = { words: `p95 < ${mostMs} ms`, reached: failed === 0 && p95Ms < (mostMs ?? 0) };
    printLine({ what: `${path}  (${size})`, figure, ...(mostMs === null ? {} : { bar }) });
  }
}

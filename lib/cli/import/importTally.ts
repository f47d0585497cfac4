import type { IntakeReport } from "../../telemetry/types.ts";

/** Errors that are shown; all are counted. */
export const MAX_SHOWN_ERRORS = 100;

/** What has become of the rows of a file so far. */
export interface ImportTally {
  accepted: number;
  duplicate: number;
  rejected: number;
  rounded: number;
  /** One line each, the first 100. */
  errors: string[];
}

export function emptyTally(): ImportTally {
  return { accepted: 0, duplicate: 0, rejected: 0, rounded: 0, errors: [] };
}

/** Adds what one commit came to; `place` says where in the file a row stands. */
export function addReport(tally: ImportTally, report: IntakeReport, place: (index: number) => string): void {
  tally.accepted += report.accepted;
  tally.duplicate += report.duplicate;
  tally.rejected += report.rejected;
  tally.rounded += report.rounded;
  for (const { index, code, message } of report.errors)
    addError(tally, `${place(index)}: ${code}: ${message}`);
}

export function addError(tally: ImportTally, text: string): void {
  if (tally.errors.length < MAX_SHOWN_ERRORS) tally.errors.push(text);
}

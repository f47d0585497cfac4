/** What a spreadsheet takes for a formula when a cell begins with it; in full width too, as some read it. */
const FORMULA_START = "[=+\\-@\\t\\r\\n＝＋－＠]";
const TO_GUARD = new RegExp(`^'*${FORMULA_START}`);
const GUARDED = new RegExp(`^'+${FORMULA_START}`);

/**
 * A cell's text that no spreadsheet runs as a formula: an apostrophe before what would be one. Text that looks guarded
 * already is guarded once more, so that taking one apostrophe off always gives back what was there.
 */
export const guardFormula = (text: string): string => (TO_GUARD.test(text) ? `'${text}` : text);

/** What guardFormula was given. */
export const unguardFormula = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);

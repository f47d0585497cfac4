const SECONDS_PER_DAY = 86_400;

/** Whether steps of that many seconds and bins of a minute fit into each other; a day is the longest step. */
export function isStep(seconds: number): boolean {
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > SECONDS_PER_DAY) return false;
  return 60 % seconds === 0 || seconds % 60 === 0;
}

/** `43.8`, or `40` where it is whole. */
export function inPoints(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(1);
}

/** `41 %`; a small share keeps its first digits. */
export function inShare(share: number, digits = 0): string {
  const percent = 100 * share;
  const needed = percent !== 0 && Math.abs(percent) < 1 ? Math.max(1, digits) : digits;
  return `${percent.toFixed(needed)} %`;
}

/** `1 move`, `2 moves` */
export function countOf(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

/** `a`, `a and b`, `a, b and c` */
export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** `1st`, `2nd`, `3rd`, `4th`, `11th` */
export function ordinal(rank: number): string {
  const tens = rank % 100;
  const ending = tens > 10 && tens < 14 ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return `${rank}${ending}`;
}

/**
 * A name for a stamp that is to be made, unlike any that a stamp has or had: as its neighbours are named where they have a
 * beginning in common (`wus-a`, `wus-b`: `wus-iso-2`), else after the region.
 */
export function nameStamp(region: string, neighbours: readonly string[], taken: ReadonlySet<string>): string {
  const common = neighbours.length < 2 ? "" : neighbours.reduce(commonStart);
  const stem = /^(.+)[-_.]/.exec(common)?.[0] ?? `${region}-`;
  for (let number = 1; ; number++) {
    const name = `${stem}iso-${number}`;
    if (!taken.has(name)) return name;
  }
}

function commonStart(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return one.slice(0, length);
}

/** What `/proc/<pid>/stat` says of a process. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Of itself and of the children that it has waited for, in clock ticks: what has ended is in the sum of its parent. */
  readonly ticks: number;
}

/** Throws RangeError on a line that is none. A name may hold spaces and parentheses. */
export function parseStat(line: string): ProcessStat {
  const from = line.indexOf("(");
  const to = line.lastIndexOf(")");
  const fields = line
    .slice(to + 2)
    .split(" ")
    .map(Number);
  // Counted from the state, which is the third field of the line: parent, and utime, stime, cutime, cstime.
  const parent = fields[1];
  const ticks = fields.slice(11, 15).reduce((sum, one) => sum + one, 0);
  if (from < 0 || to < 0 || parent === undefined || fields.length < 15 || Number.isNaN(ticks))
    throw new RangeError("not a line of /proc/<pid>/stat");
  return { pid: Number(line.slice(0, from)), parent, name: line.slice(from + 1, to), ticks };
}

/** Everything that descends from a process, itself with it. */
export function treeOf(root: number, all: readonly ProcessStat[]): readonly ProcessStat[] {
  const children = Map.groupBy(all, ({ parent }) => parent);
  const found = all.filter(({ pid }) => pid === root);
  for (const one of found) found.push(...(children.get(one.pid) ?? []));
  return found;
}

/** Bytes that a process answers for, by its `smaps_rollup`: memory that is shared is shared out. null where it does not say. */
export function parseProportional(rollup: string): number | null {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024;
}

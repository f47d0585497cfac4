import { expect, test } from "vitest";
import { parseProportional, parseStat, treeOf } from "./processStat.ts";

const line = (pid: number, parent: number, name: string, ticks = "10 20 3 4") =>
  `${pid} (${name}) S ${parent} 7 7 0 -1 4194560 1234 0 0 0 ${ticks} 20 0 11 0 8888 1000000 500 18446744073709551615`;

test("a process's time is its own and that of the children that it has waited for", () => {
  expect(parseStat(line(42, 1, "node"))).toEqual({ pid: 42, parent: 1, name: "node", ticks: 37 });
});

test("a name may hold spaces and parentheses", () => {
  expect(parseStat(line(42, 9, "a) S (b"))).toMatchObject({ name: "a) S (b", parent: 9, ticks: 37 });
  expect(() => parseStat("nothing")).toThrow(RangeError);
});

test("the tree of a process is itself and all that descend from it, in any order of the list", () => {
  const all = [line(5, 4, "d"), line(4, 2, "c"), line(2, 1, "a"), line(3, 1, "other"), line(6, 2, "b")].map(
    parseStat,
  );
  expect(treeOf(2, all).map(({ pid }) => pid)).toEqual([2, 4, 6, 5]);
  expect(treeOf(77, all)).toEqual([]);
});

test("memory that is shared is counted by its share; what does not say is not taken for 0", () => {
  expect(parseProportional("Rss:  900 kB\nPss:             120 kB\nPss_Dirty: 4 kB\n")).toBe(122_880);
  expect(parseProportional("")).toBeNull();
});

import { describe, expect, test } from "vitest";
import { findTouchedStamps, type RegistryMove, type RegistryTraffic } from "./touchedStamps.ts";

const on = (
  stamp: string,
  registry: string,
  traffic: number | null,
  tenant = `${registry}-ltd`,
): RegistryTraffic => ({
  stamp,
  registry,
  tenant,
  traffic,
});
const move = (registry: string, from: string, to: string, tenant = `${registry}-ltd`): RegistryMove => ({
  registry,
  tenant,
  from,
  to,
});
const rows = (touched: ReturnType<typeof findTouchedStamps>, stamp: string) =>
  touched
    .find((one) => one.stamp === stamp)
    ?.tenants.map((one) => [one.tenant, one.part, one.shareBefore, one.shareAfter]);

describe("who is touched", () => {
  const fleet = [on("a", "big", 75), on("a", "small", 25), on("b", "calm", 25), on("c", "far", 9)];
  const touched = findTouchedStamps(fleet, [move("big", "a", "b")]);

  test("are those that stay at the source and those that are at the destination, with their shares before and after", () => {
    expect(touched.map(({ stamp, role }) => [stamp, role])).toEqual([
      ["a", "source"],
      ["b", "destination"],
    ]);
    expect(rows(touched, "a")).toEqual([
      ["small-ltd", "stays", 0.25, 1],
      ["big-ltd", "leaves", 0.75, 0],
    ]);
    expect(rows(touched, "b")).toEqual([
      ["big-ltd", "arrives", 0, 0.75],
      ["calm-ltd", "stays", 1, 0.25],
    ]);
  });

  test("are not those on other stamps", () => {
    expect(touched.some(({ stamp }) => stamp === "c")).toBe(false);
  });
});

test("a tenant that is on both ends, or leaves a part behind, is told as such", () => {
  const fleet = [on("a", "one", 10, "t"), on("a", "two", 30, "t"), on("b", "three", 60, "t")];
  const touched = findTouchedStamps(fleet, [move("two", "a", "b", "t")]);
  expect(touched.map(({ tenants }) => tenants[0])).toMatchObject([
    { part: "stays_in_part", registriesBefore: 2, registriesAfter: 1, shareAfter: 1 },
    { part: "gains", registriesBefore: 1, registriesAfter: 2 },
  ]);
});

test("two registries of a stamp that change places with others: what arrives counts, what left does not", () => {
  const fleet = [on("a", "x", 10), on("b", "y", 40)];
  const touched = findTouchedStamps(fleet, [move("x", "a", "b"), move("y", "b", "a")]);
  expect(touched.map(({ role }) => role)).toEqual(["destination", "destination"]);
  expect(rows(touched, "a")).toEqual([
    ["y-ltd", "arrives", 0, 1],
    ["x-ltd", "leaves", 1, 0],
  ]);
});

test("a stamp that does not exist yet has who arrives alone", () => {
  const touched = findTouchedStamps([on("a", "x", 10), on("a", "y", 10)], [move("x", "a", "new")]);
  expect(rows(touched, "new")).toEqual([["x-ltd", "arrives", null, 1]]);
});

test("where traffic is not known there are no shares of it, never zeros", () => {
  const touched = findTouchedStamps([on("a", "x", null), on("b", "y", 10)], [move("x", "a", "b")]);
  expect(rows(touched, "b")).toEqual([
    ["y-ltd", "stays", 1, null],
    ["x-ltd", "arrives", 0, null],
  ]);
});

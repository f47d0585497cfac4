import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { HomeChange } from "../fleet/types.ts";
import { EPISODE_GAP_MS, findEpisodes } from "./findEpisodes.ts";

const START = Date.parse("2026-03-02T10:00:00Z");
const MINUTE = 60_000;
const change = (
  registry: string,
  from: string,
  to: string,
  { minute = 0, region = "westus" } = {},
): HomeChange => ({ region, registry, from, to, atMs: START + minute * MINUTE });

test("changes within an hour of one another are one set of moves, a later one is another", () => {
  const episodes = findEpisodes([
    change("a", "s1", "s2"),
    change("b", "s1", "s3", { minute: 59 }),
    change("c", "s2", "s3", { minute: 119 }),
    change("d", "s1", "s2", { minute: 180 }),
  ]);
  expect(episodes.map(({ moves }) => moves.map(({ registry }) => registry))).toEqual([
    ["a", "b", "c"],
    ["d"],
  ]);
  expect(episodes[0]).toMatchObject({
    key: "westus 2026-03-02T10:00:00.000Z",
    firstMs: START,
    lastMs: START + 119 * MINUTE,
    stamps: ["s1", "s2", "s3"],
  });
});

test("what happens in another region at the same time is an episode of its own", () => {
  const episodes = findEpisodes([change("a", "s1", "s2"), change("a", "e1", "e2", { region: "westeurope" })]);
  expect(episodes.map(({ region }) => region).sort()).toEqual(["westeurope", "westus"]);
});

describe("a registry that is moved more than once", () => {
  test("counts from where it was to where it ended, and every stamp on the way is touched", () => {
    const [episode] = findEpisodes([change("a", "s1", "s2"), change("a", "s2", "s3", { minute: 5 })]);
    expect(episode?.moves).toMatchObject([{ registry: "a", from: "s1", to: "s3" }]);
    expect(episode?.stamps).toEqual(["s1", "s2", "s3"]);
  });

  test("and comes back has not moved", () => {
    const [episode] = findEpisodes([change("a", "s1", "s2"), change("a", "s2", "s1", { minute: 5 })]);
    expect(episode?.moves).toEqual([]);
  });
});

test("whatever the history and its order: each change is in one episode, and those of a region are more than an hour apart", () => {
  const changes = fc.uniqueArray(
    fc.record({
      registry: fc.constantFrom("a", "b", "c", "d", "e"),
      from: fc.constantFrom("s1", "s2"),
      to: fc.constantFrom("s3", "s4"),
      minute: fc.integer({ min: 0, max: 5_000 }),
      region: fc.constantFrom("westus", "westeurope"),
    }),
    { selector: ({ registry, minute, region }) => `${registry} ${minute} ${region}` },
  );
  fc.assert(
    fc.property(changes, (drawn) => {
      const all = drawn.map(({ registry, from, to, ...when }) => change(registry, from, to, when));
      const episodes = findEpisodes(all);
      expect(findEpisodes(all.toReversed())).toEqual(episodes);
      for (const one of all) {
        const holding = episodes.filter(
          ({ region, firstMs, lastMs }) => region === one.region && firstMs <= one.atMs && one.atMs <= lastMs,
        );
        expect(holding).toHaveLength(1);
      }
      for (const own of Map.groupBy(episodes, ({ region }) => region).values())
        for (const [place, episode] of own.entries()) {
          const next = own[place + 1];
          if (next !== undefined) expect(next.firstMs - episode.lastMs).toBeGreaterThan(EPISODE_GAP_MS);
        }
      expect(new Set(episodes.map(({ key }) => key)).size).toBe(episodes.length);
    }),
  );
});

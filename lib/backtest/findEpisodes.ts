import { MINUTE_MS, MINUTES_PER_HOUR } from "../core/index.ts";
import type { HomeChange } from "../fleet/types.ts";
import type { Episode } from "./types.ts";

/** Changes that follow within this time of the one before are one episode: somebody's evening of work. */
export const EPISODE_GAP_MS = MINUTES_PER_HOUR * MINUTE_MS;

/** The episodes of a binding history, the oldest first. Changes may come in any order. */
export function findEpisodes(changes: readonly HomeChange[]): Episode[] {
  const episodes: Episode[] = [];
  for (const [region, own] of Map.groupBy(changes, (change) => change.region)) {
    let open: HomeChange[] = [];
    for (const change of own.toSorted(byTime)) {
      const last = open.at(-1);
      if (last !== undefined && change.atMs - last.atMs > EPISODE_GAP_MS) {
        episodes.push(episodeOf(region, open));
        open = [];
      }
      open.push(change);
    }
    if (open.length > 0) episodes.push(episodeOf(region, open));
  }
  return episodes.sort((a, b) => a.firstMs - b.firstMs || (a.key < b.key ? -1 : 1));
}

function byTime(a: HomeChange, b: HomeChange): number {
  return a.atMs - b.atMs || (a.registry < b.registry ? -1 : 1);
}

/** @param changes at least one, by time */
function episodeOf(region: string, changes: readonly HomeChange[]): Episode {
  const net = new Map<string, HomeChange>();
  for (const change of changes) {
    const first = net.get(change.registry);
    net.set(change.registry, first === undefined ? change : { ...change, from: first.from });
  }
  const firstMs = changes[0]?.atMs ?? 0;
  return {
    key: `${region} ${new Date(firstMs).toISOString()}`,
    region,
    firstMs,
    lastMs: changes.at(-1)?.atMs ?? firstMs,
    moves: [...net.values()]
      .filter(({ from, to }) => from !== to)
      .sort((a, b) => (a.registry < b.registry ? -1 : 1)),
    stamps: [...new Set(changes.flatMap(({ from, to }) => [from, to]))].sort(),
  };
}

/** Thirty-two bits that look like chance, of three numbers: the same at every place that asks. */
function mixOf(first: number, second: number, third: number): number {
  let bits = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return (bits ^ (bits >>> 15)) >>> 0;
}

const DAY_MINUTES = 1_440;
const HALF = 2 ** 31;

/** Of so many pools one is hot. */
const ONE_HOT_OF = 40;

/** CPU of a node in a minute, hundredths of a point: a level of its own, the day, and noise in every digit. */
export function cpuAt(pool: number, node: number, minute: number): number {
  const level = 800 + (mixOf(pool, node, 1) % 1_200) + (pool % ONE_HOT_OF === 0 ? 2_500 : 0);
  const day = 1 + 0.4 * Math.sin(((minute + pool) * 2 * Math.PI) / DAY_MINUTES);
  const noise = (mixOf(pool, node, minute) / HALF - 1) * 600;
  return Math.min(10_000, Math.max(0, Math.round(level * day + noise)));
}

/** What a registry asked of one pool of its stamp in a minute. Few registries ask much: sizes follow a power law. */
export function loadAt(registry: number, pool: number, minute: number): { requests: number; bytes: number } {
  const rank = 1 + (mixOf(registry, 7, 7) % 5_000);
  const level = 4_000 / rank ** 0.8;
  const draw = mixOf(registry, pool, minute) / HALF;
  const requests = Math.floor(level * (0.5 + draw * 0.5)) + (draw > 1 ? 1 : 0);
  return { requests, bytes: requests * (20_000 + (mixOf(registry, minute, pool) % 60_000)) };
}

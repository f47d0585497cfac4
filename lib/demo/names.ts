import { type Rng, shuffle } from "../core/index.ts";

const FIRST = [
  "amber",
  "arctic",
  "birch",
  "cedar",
  "cobalt",
  "coral",
  "crimson",
  "delta",
  "ember",
  "fjord",
  "granite",
  "harbor",
  "indigo",
  "juniper",
  "keystone",
  "larch",
  "maple",
  "nimbus",
  "onyx",
  "pebble",
  "quartz",
  "raven",
  "saffron",
  "tundra",
];
const SECOND = [
  "analytics",
  "bank",
  "bikes",
  "care",
  "dynamics",
  "energy",
  "foods",
  "freight",
  "games",
  "health",
  "insure",
  "labs",
  "logic",
  "media",
  "motors",
  "news",
  "pay",
  "retail",
  "robotics",
  "schools",
  "studios",
  "telecom",
  "travel",
  "works",
];
const SUFFIX = [
  "",
  "prod",
  "ci",
  "dev",
  "base",
  "edge",
  "mirror",
  "charts",
  "nightly",
  "sandbox",
  "tools",
  "archive",
];

/** Names of tenants, all different, in an order that the generator decides; at most 576. */
export function tenantNames(count: number, rng: Rng): string[] {
  const names = FIRST.flatMap((first) => SECOND.map((second) => `${first}-${second}`));
  if (count > names.length) throw new RangeError(`at most ${names.length} tenants have names`);
  shuffle(names, rng);
  return names.slice(0, count);
}

/** The name of a tenant's nth registry, n from 0: letters and digits only. */
export function registryName(tenant: string, index: number): string {
  const round = Math.floor(index / SUFFIX.length);
  return `${tenant.replace("-", "")}${SUFFIX[index % SUFFIX.length] ?? ""}${round === 0 ? "" : round + 1}`;
}

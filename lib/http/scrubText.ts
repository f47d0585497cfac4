import type { Env } from "../env.ts";

const LEFT_OUT = "…";

/** What secrets look like wherever they stand: our own tokens and sessions, and the password in an address. */
const SHAPES: readonly (readonly [RegExp, string])[] = [
  [/bls[a-z]_[A-Za-z0-9_-]{20,}/g, LEFT_OUT],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s/"]+@/gi, `$1:${LEFT_OUT}@`],
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${LEFT_OUT}`],
];

/** Leaves out of a text every secret of the environment, word for word, and all that has the shape of one. */
export function createScrubber(settings: Env): (text: string) => string {
  const secrets = secretsOf(settings);
  return (text) => {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, LEFT_OUT);
    for (const [shape, instead] of SHAPES) clean = clean.replace(shape, instead);
    return clean;
  };
}

/** As they are, and as they stand in JSON and in an address. */
function secretsOf(settings: Env): readonly string[] {
  const { DATABASE_URL } = settings;
  const password = DATABASE_URL === undefined ? "" : new URL(DATABASE_URL).password;
  const known = [...SECRET_SETTINGS.map((name) => settings[name] ?? ""), password, decoded(password)];
  const long = known.filter((one) => one.length >= SHORTEST_SECRET);
  return [...new Set(long.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]))];
}

const SECRET_SETTINGS = [
  "BALLAST_SEAL_KEY",
  "BALLAST_AUDIT_ANCHOR_SECRET",
  "BALLAST_CONTROL_SECRET",
  "BALLAST_ADMIN_PASSWORD",
  "BALLAST_OIDC_CLIENT_SECRET",
] as const;

/** A shorter one would blot out words that are none; in an address it is left out by its place. */
const SHORTEST_SECRET = 6;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

import { err, ok, type Result } from "../../core/index.ts";
import type { Role } from "../roles.ts";

/** Roles of people, the least first; `ingest` is of machines alone. */
export const PERSON_ROLES = ["viewer", "operator", "approver", "admin"] as const satisfies readonly Role[];
export type PersonRole = (typeof PERSON_ROLES)[number];

/** What the provider's claims are held against, as the environment says it. */
export interface GrantRules {
  /** Claims that may name groups or roles; the first one a token has counts. */
  readonly roleClaims: readonly string[];
  /** By the value of the claim; null = a value that is a role's own name is that role. */
  readonly roleOf: ReadonlyMap<string, PersonRole> | null;
  /** Of somebody without any; null = they are refused. */
  readonly defaultRole: PersonRole | null;
  /** Names of regions by the value of the claim, "*" = all; null = everybody has the whole fleet. */
  readonly regionsOf: ReadonlyMap<string, readonly string[]> | null;
}

/** What somebody may do, and where; regions null = the whole fleet. */
export interface Grant {
  readonly role: PersonRole;
  readonly regions: readonly string[] | null;
}

/** Why somebody whom the provider knows does not get in. */
export type GrantRefusal = "no_role" | "no_region";

export type Claims = Readonly<Record<string, unknown>>;

/**
 * The role and the regions of somebody whom the provider knows, from the claims of this sign-in alone. Of several the
 * greatest role and all regions. Whoever has none of either is refused.
 */
export function decideGrant(claims: Claims, rules: GrantRules): Result<Grant, GrantRefusal> {
  const values = readValues(claims, rules.roleClaims);
  const roles = values.flatMap((value) => roleNamed(value, rules.roleOf) ?? []);
  const role = PERSON_ROLES.findLast((one) => roles.includes(one)) ?? rules.defaultRole;
  if (role === null) return err("no_role");
  if (rules.regionsOf === null) return ok({ role, regions: null });
  const regions = values.flatMap((value) => rules.regionsOf?.get(value) ?? []);
  if (regions.length === 0) return err("no_region");
  return ok({ role, regions: regions.includes("*") ? null : [...new Set(regions)].toSorted() });
}

function roleNamed(value: string, roleOf: GrantRules["roleOf"]): PersonRole | undefined {
  return roleOf === null ? PERSON_ROLES.find((role) => role === value) : roleOf.get(value);
}

/** A claim is a text, or a list of them; anything else says nothing. */
function readValues(claims: Claims, names: readonly string[]): readonly string[] {
  for (const name of names) {
    const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const values = (Array.isArray(claim) ? claim : [claim]).filter((one) => typeof one === "string");
    if (values.length > 0) return values;
  }
  return [];
}

/** `group=role,…`. Throws one line that names what cannot be read. */
export function parseRoleMap(text: string): ReadonlyMap<string, PersonRole> {
  return parsePairs(text, (value, pair) => {
    const role = PERSON_ROLES.find((one) => one === value);
    if (role === undefined) throw new Error(`"${pair}": the role must be ${PERSON_ROLES.join(", ")}`);
    return role;
  });
}

/** `group=region+region,…`, `*` for all. Throws as above. */
export function parseRegionMap(text: string): ReadonlyMap<string, readonly string[]> {
  return parsePairs(text, (value, pair) => {
    const regions = value.split("+").map((name) => name.trim());
    if (regions.includes("")) throw new Error(`"${pair}": names of regions stand with + between`);
    return regions;
  });
}

/** A group may hold "=" (a distinguished name does): the last one of a pair parts it. */
function parsePairs<Value>(
  text: string,
  read: (value: string, pair: string) => Value,
): ReadonlyMap<string, Value> {
  const pairs = text.split(",").filter((pair) => pair.trim() !== "");
  return new Map(
    pairs.map((pair) => {
      const parting = pair.lastIndexOf("=");
      const group = pair.slice(0, parting).trim();
      if (parting < 1 || group === "") throw new Error(`"${pair}": pairs are group=value`);
      return [group, read(pair.slice(parting + 1).trim(), pair)];
    }),
  );
}

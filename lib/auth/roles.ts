export const ROLES = ["ingest", "viewer", "operator", "approver", "admin"] as const;
export type Role = (typeof ROLES)[number];

/** In rising order; `ingest` stands outside it. */
const ORDERED_ROLES: readonly Role[] = ["viewer", "operator", "approver", "admin"];

/**
 * What a route asks of its caller. `open` = nobody needs to be known. `ingest` = a sender of telemetry: the role of that
 * name, or an admin (who may do everything). `ingest_or_operator` = signals, which people report too.
 */
export type Access = "open" | "viewer" | "operator" | "approver" | "admin" | "ingest" | "ingest_or_operator";

/** Whether a role is enough. Pure, and total: a new access or role does not compile until it is answered here. */
export function authorize(role: Role, access: Access): boolean {
  switch (access) {
    case "open":
      return true;
    case "ingest":
      return role === "ingest" || role === "admin";
    case "ingest_or_operator":
      return role === "ingest" || rank(role) >= rank("operator");
    default:
      return rank(role) >= rank(access);
  }
}

/** −1 for `ingest`: less than every role of the order, whatever is asked. */
function rank(role: Role): number {
  return ORDERED_ROLES.indexOf(role);
}

/** One token or one person, whatever either is called: what is counted and remembered of them is kept by this. */
export type CallerId = `token:${number}` | `person:${string}`;

/** The number of the token that a caller, or the session it came with, was let in by; null for a person. */
export function tokenIdOf({ id }: Pick<Caller, "id">): number | null {
  return id.startsWith("token:") ? Number(id.slice("token:".length)) : null;
}

/** Which person calls; null for a token. */
export function personIdOf({ id }: Pick<Caller, "id">): string | null {
  return id.startsWith("person:") ? id.slice("person:".length) : null;
}

/** Who is calling, as far as handlers and the audit need to know. */
export interface Caller {
  readonly id: CallerId;
  /** The token's name, or the person's e-mail. */
  readonly actor: string;
  readonly role: Role;
  /** Numbers of the regions that all of this caller's requests are limited to; null = the whole fleet. */
  readonly regions: readonly number[] | null;
  /** `session` = a browser's cookie, which needs protection against forged requests. */
  readonly by: "bearer" | "session";
}

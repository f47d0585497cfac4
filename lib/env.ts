import { z } from "zod";
import { parseNetwork } from "./core/index.ts";

const networksSchema = z
  .string()
  .transform((text) => text.split(",").map((one) => one.trim()))
  .refine((networks) => networks.every((one) => parseNetwork(one) !== null), {
    error: "must be networks as address/bits, with commas in between",
  });

/** A whole number of something, within bounds. */
function wholeNumber({ name, least, most }: { name: string; least: number; most: number }) {
  const error = `must be a whole number of ${name} from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

/**
 * Every environment variable of the application, with its default. README.md's table says the same for people.
 * Read through `env()` only, so that a bad value is reported once, at start, and by name.
 */
const variablesSchema = z.object({
  /** PostgreSQL to use instead of the embedded one. `npm run up` sets it for the web process it starts. */
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: "must look like postgresql://user:password@host:5432/database",
    })
    .optional(),
  /** `off`: this process runs no jobs; with several replicas at least one must. */
  BALLAST_JOBS: z.enum(["on", "off"], { error: "must be on or off" }).default("on"),
  /** Asked to stop, this process says for so long that it is not ready, and still answers: for a balancer to notice. */
  BALLAST_DRAIN_SECONDS: z.coerce
    .number({ error: "must be a number of seconds" })
    .min(0, { error: "must be 0 to 60" })
    .max(60, { error: "must be 0 to 60" })
    .default(0),
  /** What was begun by then may take so long; beyond it it is cut off. Whoever starts processes waits longer. */
  BALLAST_STOP_SECONDS: z.coerce
    .number({ error: "must be a number of seconds" })
    .min(0.5, { error: "must be 0.5 to 20" })
    .max(20, { error: "must be 0.5 to 20" })
    .default(20),
  /** What answers and log lines call this process; by default something short at random. */
  BALLAST_REPLICA_NAME: z
    .string()
    .regex(/^[\w.-]{1,63}$/, { error: "must be up to 63 letters, digits, '.', '_' or '-'" })
    .optional(),
  /** Least severe log line that is written. */
  BALLAST_LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], {
      error: "must be debug, info, warn, error or silent",
    })
    .default("info"),
  /** File that the head of the audit's chain is appended to. `npm run up` sets it for a database of its own. */
  BALLAST_AUDIT_ANCHOR_FILE: z.string().optional(),
  /** Receiver of the same, by POST, signed with BALLAST_AUDIT_ANCHOR_SECRET. */
  BALLAST_AUDIT_ANCHOR_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).optional(),
  BALLAST_AUDIT_ANCHOR_SECRET: z.string().min(16, { error: "must have at least 16 characters" }).optional(),
  /** Minutes from one anchor to the next. */
  BALLAST_AUDIT_ANCHOR_MINUTES: z.coerce
    .number({ error: "must be a number of minutes" })
    .min(0.1, { error: "must be 0.1 to 1440" })
    .max(1_440, { error: "must be 0.1 to 1440" })
    .default(5),
  /** Networks that notifications may be sent to although they are not public: `10.0.0.0/8,fd00::/8`. */
  BALLAST_OUTGOING_ALLOW: networksSchema.optional(),
  /** Requests of one token or session in a minute, but telemetry; beyond it 429. */
  BALLAST_REQUESTS_PER_MINUTE: z.coerce
    .number({ error: "must be a number of requests" })
    .int({ error: "must be a whole number" })
    .min(1, { error: "must be at least 1" })
    .default(6_000),
  /** The same from one address, whoever asks there, signed in or not. */
  BALLAST_ADDRESS_REQUESTS_PER_MINUTE: z.coerce
    .number({ error: "must be a number of requests" })
    .int({ error: "must be a whole number" })
    .min(1, { error: "must be at least 1" })
    .default(30_000),
  /** Bodies of samples of one token in work at once; of all tokens four times as many. Beyond it 503. */
  BALLAST_INGEST_BODIES: z.coerce
    .number({ error: "must be a number of bodies" })
    .int({ error: "must be a whole number" })
    .min(1, { error: "must be 1 to 1000" })
    .max(1_000, { error: "must be 1 to 1000" })
    .default(16),
  /** Of samples, decoded, of one token; beyond it 503. */
  BALLAST_INGEST_MEGABYTES_PER_SECOND: z.coerce
    .number({ error: "must be a number of MiB" })
    .min(0.001, { error: "must be more than 0" })
    .default(64),
  /** Networks of the proxies in front: what they write of a request's sender is believed, and of nobody else. */
  BALLAST_TRUSTED_PROXIES: networksSchema
    .transform((networks) => networks.flatMap((one) => parseNetwork(one) ?? []))
    .optional(),
  /** Seals addresses and secrets of channels in the database. `npm run up` makes one for a database of its own. */
  BALLAST_SEAL_KEY: z.string().min(32, { error: "must have at least 32 characters" }).optional(),
  /** Control plane that is asked to change homes, signed with BALLAST_CONTROL_SECRET. */
  BALLAST_CONTROL_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).optional(),
  BALLAST_CONTROL_SECRET: z.string().min(16, { error: "must have at least 16 characters" }).optional(),
  /** Of the first admin, made where there is nobody yet. */
  BALLAST_ADMIN_EMAIL: z.email({ error: "must be an e-mail address" }).optional(),
  BALLAST_ADMIN_PASSWORD: z.string().optional(),
  /** A person who does nothing for so long is signed out. */
  BALLAST_SESSION_IDLE_MINUTES: wholeNumber({ name: "minutes", least: 5, most: 10_080 }).default(720),
  /** A person is signed out so long after signing in, whatever they do. */
  BALLAST_SESSION_DAYS: wholeNumber({ name: "days", least: 1, most: 90 }).default(7),
  /** Wrong passwords and codes in 15 minutes, of one account from one address; beyond it 429. */
  BALLAST_SIGN_IN_FAILURES: wholeNumber({ name: "attempts", least: 3, most: 1_000 }).default(10),
  /** Where browsers reach the app; the provider of single sign-on sends them back there. */
  BALLAST_PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).optional(),
  BALLAST_OIDC_ISSUER: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).optional(),
  BALLAST_OIDC_CLIENT_ID: z.string().optional(),
  BALLAST_OIDC_CLIENT_SECRET: z.string().optional(),
  /** What the button says: "Sign in with …". */
  BALLAST_OIDC_NAME: z
    .string()
    .max(40, { error: "must have at most 40 characters" })
    .default("single sign-on"),
  BALLAST_OIDC_SCOPES: z.string().default("openid profile email"),
  /** Claims whose values say the role; the first that a token has counts. */
  BALLAST_OIDC_ROLE_CLAIM: z.string().default("roles,groups"),
  /** `group=role,…`; without it a value that is a role's own name is that role. */
  BALLAST_OIDC_ROLE_MAP: z.string().optional(),
  /** Of somebody none of whose groups has one; without it they are refused. */
  BALLAST_OIDC_DEFAULT_ROLE: z
    .enum(["viewer", "operator", "approver", "admin"], {
      error: "must be viewer, operator, approver or admin",
    })
    .optional(),
  /** `group=region+region,…`, `*` for all; without it everybody has the whole fleet. */
  BALLAST_OIDC_REGION_MAP: z.string().optional(),
});

const envSchema = variablesSchema
  .refine(
    (variables) =>
      variables.BALLAST_AUDIT_ANCHOR_URL === undefined || variables.BALLAST_AUDIT_ANCHOR_SECRET !== undefined,
    { path: ["BALLAST_AUDIT_ANCHOR_SECRET"], error: "is needed where BALLAST_AUDIT_ANCHOR_URL is set" },
  )
  .refine(
    (variables) =>
      variables.BALLAST_CONTROL_URL === undefined || variables.BALLAST_CONTROL_SECRET !== undefined,
    { path: ["BALLAST_CONTROL_SECRET"], error: "is needed where BALLAST_CONTROL_URL is set" },
  )
  .superRefine((variables, context) => {
    if (variables.BALLAST_OIDC_ISSUER === undefined) return;
    for (const name of [
      "BALLAST_PUBLIC_URL",
      "BALLAST_OIDC_CLIENT_ID",
      "BALLAST_OIDC_CLIENT_SECRET",
    ] as const) {
      if (variables[name] === undefined)
        context.addIssue({
          code: "custom",
          path: [name],
          message: "is needed where BALLAST_OIDC_ISSUER is set",
        });
    }
  });

export type Env = z.output<typeof envSchema>;

/** Thrown with one line that names each bad variable; never with its value, which may be a secret. */
export class EnvError extends Error {}

/** Validates a set of variables; an empty one counts as not set. Throws EnvError. */
export function parseEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = envSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new EnvError(`environment: ${reasons.join("; ")}`);
}

let validated: Env | undefined;

/** The validated environment of this process. */
export function env(): Env {
  validated ??= parseEnv(process.env);
  return validated;
}

/** Where anchors of the audit are sent, the secret that signs them, networks that are allowed besides; null = nowhere. */
export function anchorWebhookOf({
  BALLAST_AUDIT_ANCHOR_URL: url,
  BALLAST_AUDIT_ANCHOR_SECRET: secret,
  BALLAST_OUTGOING_ALLOW: allow = [],
}: Env): { readonly url: string; readonly secret: string; readonly allow: readonly string[] } | null {
  return url === undefined || secret === undefined ? null : { url, secret, allow };
}

/** The control plane that is asked to change homes, and the secret that signs what it is asked; null = there is none. */
export function controlPlaneOf({
  BALLAST_CONTROL_URL: url,
  BALLAST_CONTROL_SECRET: secret,
}: Env): { readonly url: string; readonly secret: string } | null {
  return url === undefined || secret === undefined ? null : { url, secret };
}

/** The provider of single sign-on; null = there is none. */
export function oidcOf(variables: Env) {
  const { BALLAST_OIDC_ISSUER: issuer, BALLAST_OIDC_CLIENT_ID: clientId } = variables;
  const { BALLAST_OIDC_CLIENT_SECRET: clientSecret, BALLAST_PUBLIC_URL: publicUrl } = variables;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null;
  if (publicUrl === undefined) return null;
  return {
    ...{ issuer, clientId, clientSecret },
    name: variables.BALLAST_OIDC_NAME,
    scopes: variables.BALLAST_OIDC_SCOPES.split(/[\s,]+/).filter((scope) => scope !== ""),
    roleClaims: variables.BALLAST_OIDC_ROLE_CLAIM.split(",").map((claim) => claim.trim()),
    roleMap: variables.BALLAST_OIDC_ROLE_MAP ?? null,
    defaultRole: variables.BALLAST_OIDC_DEFAULT_ROLE ?? null,
    regionMap: variables.BALLAST_OIDC_REGION_MAP ?? null,
  };
}

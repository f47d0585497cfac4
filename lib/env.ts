import { z } from "zod";
import { parseNetwork } from "./core/index.ts";

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
  BALLAST_OUTGOING_ALLOW: z
    .string()
    .transform((text) => text.split(",").map((one) => one.trim()))
    .refine((networks) => networks.every((one) => parseNetwork(one) !== null), {
      error: "must be networks as address/bits, with commas in between",
    })
    .optional(),
  /** Requests of one token or session in a minute, but telemetry; beyond it 429. */
  BALLAST_REQUESTS_PER_MINUTE: z.coerce
    .number({ error: "must be a number of requests" })
    .int({ error: "must be a whole number" })
    .min(1, { error: "must be at least 1" })
    .default(6_000),
  /** Networks of the proxies in front: what they write of a request's sender is believed, and of nobody else. */
  BALLAST_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(",").map((one) => parseNetwork(one.trim())))
    .refine((networks) => !networks.includes(null), {
      error: "must be networks as address/bits, with commas in between",
    })
    .transform((networks) => networks.filter((one) => one !== null))
    .optional(),
  /** Seals addresses and secrets of channels in the database. `npm run up` makes one for a database of its own. */
  BALLAST_SEAL_KEY: z.string().min(32, { error: "must have at least 32 characters" }).optional(),
  /** Control plane that is asked to change homes, signed with BALLAST_CONTROL_SECRET. */
  BALLAST_CONTROL_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).optional(),
  BALLAST_CONTROL_SECRET: z.string().min(16, { error: "must have at least 16 characters" }).optional(),
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
  );

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

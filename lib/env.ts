import { z } from "zod";

/**
 * Every environment variable of the application, with its default. README.md's table says the same for people.
 * Read through `env()` only, so that a bad value is reported once, at start, and by name.
 */
const envSchema = z.object({
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

import type { DatabaseClient } from "#lib/db/client.ts";
import { controlPlaneOf, env } from "#lib/env.ts";
import type { OutgoingSource } from "#lib/outgoing/index.ts";

/** Where to notifications and requests may be sent, as the environment says. */
export function outgoingSource<Context extends { readonly database: DatabaseClient }>({
  database,
}: Context): OutgoingSource & { readonly database: DatabaseClient } {
  return {
    database,
    allow: env().BALLAST_OUTGOING_ALLOW ?? [],
    control: controlPlaneOf(env()),
    sealKey: sealKey(),
  };
}

/** What channels' addresses and secrets are stored under; null = there is no key. */
export function sealKey(): string | null {
  return env().BALLAST_SEAL_KEY ?? null;
}

import type { RunDeed } from "../core/index.ts";

/** Who did something, when, and through which request. Made once per request by the HTTP factory, or by a job. */
export interface Author {
  /** The token's name, or `system` for jobs, or `cli`. */
  readonly actor: string;
  readonly actorRole: string;
  readonly atMs: number;
  readonly requestId: string | null;
}

/** Plain data, as it is stored. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
/**
 * What an event rests on, where there is such a thing: on which plan and version, which stamps it touches, which window was
 * looked at, by which model. Events are found by it.
 */
export interface AuditContext {
  readonly plan?: number;
  readonly version?: number;
  readonly phase?: number;
  /** Names. Of homes that change the audit adds them by itself. */
  readonly stamps?: readonly string[];
  /** ISO, half-open. */
  readonly window?: { readonly from: string; readonly to: string };
  /** Which load model or other computation, with the figures that tell how far to trust it. */
  readonly model?: Facts;
}

/** Facts of a thing: any interface whose values are plain data. */
export type Facts = object;

interface Created<Thing extends string> {
  readonly action: `${Thing}.created`;
  readonly thing: Thing;
  readonly thingName: string;
  readonly after: Facts;
}

interface Updated<Thing extends string> {
  readonly action: `${Thing}.updated`;
  readonly thing: Thing;
  readonly thingName: string;
  readonly before: Facts;
  readonly after: Facts;
}

interface Retired<Thing extends string> {
  readonly action: `${Thing}.retired`;
  readonly thing: Thing;
  readonly thingName: string;
  readonly before: Facts;
  readonly reason?: string;
}

interface Renamed<Thing extends string> {
  readonly action: `${Thing}.renamed`;
  readonly thing: Thing;
  readonly thingName: string;
  readonly before: { readonly name: string };
  readonly after: { readonly name: string };
  readonly reason?: string;
}

interface Merged<Thing extends string> {
  readonly action: `${Thing}.merged`;
  readonly thing: Thing;
  readonly thingName: string;
  readonly after: { readonly into: string };
  readonly reason?: string;
}

type Kept<Thing extends string> = Created<Thing> | Updated<Thing> | Retired<Thing>;

/** Something that happened, and what it rests on. */
export type AuditEvent = Deed & { readonly context?: AuditContext };

/** Every kind of thing that can happen, told apart by `action`. Add a kind here before writing it anywhere. */
type Deed =
  | Kept<"region">
  | Kept<"stamp">
  | Kept<"pool">
  | Kept<"registry">
  | Kept<"replica">
  | Kept<"channel">
  | Kept<"alert_rule">
  | Kept<"pull_source">
  | Renamed<"region" | "stamp" | "registry" | "tenant">
  | Merged<"stamp" | "registry">
  /** thingName is `registry/region`. */
  | {
      readonly action: "replica.bound" | "replica.unbound" | "replica.home_corrected";
      readonly thing: "replica";
      readonly thingName: string;
      readonly before: { readonly stamp: string | null };
      readonly after: { readonly stamp: string | null; readonly at: string };
      readonly reason?: string;
    }
  | {
      readonly action: "inventory.put";
      readonly thing: "inventory";
      readonly thingName: string;
      readonly after: Facts;
    }
  | {
      readonly action: "signals.reported";
      readonly thing: "signals";
      readonly thingName: string;
      readonly after: Facts;
    }
  | {
      readonly action: "token.created";
      readonly thing: "token";
      readonly thingName: string;
      readonly after: {
        readonly id: number;
        readonly role: string;
        readonly region: string | null;
        readonly prefix: string;
        readonly expiresAt: string | null;
      };
    }
  | {
      readonly action: "token.revoked";
      readonly thing: "token";
      readonly thingName: string;
      readonly before: { readonly id: number; readonly role: string; readonly prefix: string };
    }
  | {
      readonly action: "token.sessions_ended";
      readonly thing: "token";
      readonly thingName: string;
      readonly before: { readonly id: number };
    }
  | {
      readonly action: "session.started" | "session.ended";
      readonly thing: "session";
      readonly thingName: string;
    }
  /** thingName is the person's e-mail; nothing of a password or a code is in any of them. */
  | Created<"person">
  | Updated<"person">
  | {
      readonly action:
        | "person.password_changed"
        | "person.password_reset"
        | "person.sessions_ended"
        | "person.second_factor_enabled"
        | "person.second_factor_disabled"
        | "person.backup_codes_made";
      readonly thing: "person";
      readonly thingName: string;
    }
  | {
      readonly action: "freeze.pressed" | "freeze.lifted";
      readonly thing: "freeze";
      readonly thingName: string;
      readonly reason: string;
    }
  /** thingName is the key with its scope; `after` is null when the default holds again. */
  | {
      readonly action: "setting.changed" | "setting.reset";
      readonly thing: "setting";
      readonly thingName: string;
      readonly before: Json;
      readonly after: Json;
      readonly reason?: string;
    }
  | {
      readonly action: "import.started" | "import.cancelled" | "import.resumed" | "import.completed";
      readonly thing: "import";
      /** The file's name. */
      readonly thingName: string;
      readonly after: Facts;
    }
  | {
      readonly action: "backfill.started" | "backfill.cancelled" | "backfill.resumed" | "backfill.completed";
      readonly thing: "backfill";
      /** The name of the source that is read. */
      readonly thingName: string;
      readonly after: Facts;
    }
  | {
      readonly action: "rollups.recomputed";
      readonly thing: "rollups";
      /** The stamp, or `fleet`. */
      readonly thingName: string;
      readonly after: Facts;
    }
  | {
      readonly action: "channel.tested";
      readonly thing: "channel";
      readonly thingName: string;
      readonly after: Facts;
    }
  /** thingName is the alert's number. */
  | {
      readonly action: "alert.acknowledged" | "alert.muted";
      readonly thing: "alert";
      readonly thingName: string;
      readonly after: Facts;
      readonly reason?: string;
    }
  /** thingName is its number. */
  | {
      readonly action: "proposal.asked" | "proposal.made" | "proposal.stopped";
      readonly thing: "proposal";
      readonly thingName: string;
      readonly after: Facts;
    }
  /** thingName is the plan's id. */
  | {
      readonly action: "plan.created" | "plan.version_created" | "plan.commented";
      readonly thing: "plan";
      readonly thingName: string;
      readonly after: Facts;
    }
  | {
      readonly action: "plan.edited" | "plan.aborted";
      readonly thing: "plan";
      readonly thingName: string;
      readonly before: Facts;
      readonly after: Facts;
      readonly reason?: string;
    }
  /** A plan's version that runs: thingName is `7@2`, of its phase `7@2/1`, of its move `7@2/1/contoso`. */
  | {
      readonly action: RunDeed;
      readonly thing: "plan" | "phase" | "move";
      readonly thingName: string;
      readonly before: Facts | null;
      readonly after: Facts;
      readonly reason?: string;
    }
  /** thingName is the plan's version, `7@2`. */
  | {
      readonly action: "evidence.handed_out";
      readonly thing: "evidence";
      readonly thingName: string;
      readonly after: { readonly digest: string };
    }
  /** thingName is `stamp/pool`. */
  | {
      readonly action: "right_sizing.applied" | "right_sizing.verified" | "right_sizing.missed";
      readonly thing: "pool";
      readonly thingName: string;
      readonly before: Facts;
      readonly after: Facts;
      readonly reason?: string;
    }
  | {
      readonly action: "demo.loaded" | "demo.clock_advanced";
      readonly thing: "inventory";
      readonly thingName: string;
      readonly after: Facts;
    };

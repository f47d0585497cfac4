import pino, { type Logger } from "pino";
import { AuditAnchors, AuditVerifier } from "../audit/index.ts";
import { LoadModelKeeper } from "../contribution/index.ts";
import type { Clock } from "../core/index.ts";
import { type DatabaseClient, databaseClient } from "../db/client.ts";
import { anchorWebhookOf, env } from "../env.ts";
import { SettingsKeeper, ShapeKeeper } from "../fleet/index.ts";
import { anchorSender } from "../outgoing/index.ts";
import { HourReader, NodeNames, Telemetry } from "../telemetry/index.ts";
import { RequestLimits } from "./requestLimits.ts";
import { WorkLane } from "./workLane.ts";

/** What every request meets: the database, the clock, the log, the way in for telemetry. One per process. */
export interface AppContext {
  readonly database: DatabaseClient;
  readonly clock: Clock;
  /** How far the clock is ahead of the machine's: nothing, but in a demo whose clock was put forward. */
  readonly clockAhead: { ms: number };
  readonly log: Logger;
  readonly telemetry: Telemetry;
  /** The pools' hours, kept in memory and never behind the database. */
  readonly hours: HourReader;
  /** What is set, at most a second old. */
  readonly settings: SettingsKeeper;
  readonly nodeNames: NodeNames;
  /** The inventory but for registries, and what is set; never behind the database. */
  readonly shape: ShapeKeeper;
  /** Load models of pools, fitted once a window. */
  readonly loadModels: LoadModelKeeper;
  /** Verifies the audit's chain, and knows what the last verification found. */
  readonly auditVerifier: AuditVerifier;
  /** Writes the chain's head where nobody who can write the database can. */
  readonly auditAnchors: AuditAnchors;
  /** How often one caller may ask. */
  readonly limits: RequestLimits;
  /** Where requests that compute much wait for each other. */
  readonly heavyWork: WorkLane;
  /** Checks each answer against the schema that the API description shows. On in tests, where a mismatch throws. */
  readonly checkAnswers: boolean;
}

/** Wrong secrets from one address, behind which many may sit. None of 256 random bits is guessed at any rate. */
const FAILURES_PER_MINUTE = 600;

/** More at once would only wait for the same processor; more waiting would be waited for by nobody. */
const HEAVY_WORK = { atOnce: 4, waiting: 64 };

interface Shared {
  ballastApp?: AppContext;
}

/** Kept on globalThis, because Next bundles this module more than once. */
function shared(): Shared {
  return globalThis as typeof globalThis & Shared;
}

type ContextParts = Pick<AppContext, "database"> &
  Partial<Pick<AppContext, "clock" | "log" | "limits" | "heavyWork" | "checkAnswers">>;

/** Sets the context of this process: tests do it with their own database, a start-up may with its clock. */
export function installAppContext(parts: ContextParts): AppContext {
  const machineClock = parts.clock ?? Date.now;
  const clockAhead = { ms: 0 };
  const clock = () => machineClock() + clockAhead.ms;
  const anchorFile = env().BALLAST_AUDIT_ANCHOR_FILE ?? null;
  const webhook = anchorWebhookOf(env());
  const installed: AppContext = {
    database: parts.database,
    clock,
    clockAhead,
    log: parts.log ?? pino({ level: env().BALLAST_LOG_LEVEL }),
    telemetry: new Telemetry(parts.database.pools.ingest, clock),
    nodeNames: new NodeNames(parts.database.pools.read),
    loadModels: new LoadModelKeeper(parts.database),
    hours: new HourReader(parts.database.pools.read, clock),
    shape: new ShapeKeeper(parts.database),
    settings: new SettingsKeeper(parts.database.prisma),
    auditVerifier: new AuditVerifier(parts.database, clock, {
      file: anchorFile,
      hasWebhook: webhook !== null,
      everyMinutes: env().BALLAST_AUDIT_ANCHOR_MINUTES,
    }),
    limits:
      parts.limits ??
      new RequestLimits({
        requestsPerMinute: env().BALLAST_REQUESTS_PER_MINUTE,
        failuresPerMinute: FAILURES_PER_MINUTE,
      }),
    heavyWork: parts.heavyWork ?? new WorkLane(HEAVY_WORK),
    auditAnchors: new AuditAnchors(parts.database, { file: anchorFile, send: anchorSender(webhook) }),
    checkAnswers: parts.checkAnswers ?? false,
  };
  shared().ballastApp = installed;
  return installed;
}

/** The context of this process, made at first use from the environment. */
export function appContext(): AppContext {
  return shared().ballastApp ?? installAppContext({ database: databaseClient() });
}

import type { Logger } from "pino";
import { AuditAnchors, AuditVerifier } from "../audit/index.ts";
import { type CallerSource, PeopleAuth } from "../auth/index.ts";
import { LoadModelKeeper } from "../contribution/index.ts";
import type { Clock } from "../core/index.ts";
import { type DatabaseClient, databaseClient } from "../db/client.ts";
import { anchorWebhookOf, env, oidcOf } from "../env.ts";
import {
  InventoryKeeper,
  type InventoryReader,
  SettingsKeeper,
  ShapeKeeper,
  type ShapeReader,
  SourcesKeeper,
} from "../fleet/index.ts";
import { anchorSender } from "../outgoing/index.ts";
import { HourReader, NodeNames, Telemetry } from "../telemetry/index.ts";
import { IntakeGate, type IntakeLimits } from "./intakeGate.ts";
import { createLog } from "./log.ts";
import { intakeListener, observeQuery } from "./metrics.ts";
import { rulesOf } from "./people/oidcRules.ts";
import { RequestLimits } from "./requestLimits.ts";
import { SignInLimits } from "./signInLimits.ts";
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
  /** What is set; never behind the database. */
  readonly settings: Pick<SettingsKeeper, "current">;
  /** Which metrics and labels of others mean what; never behind the database. */
  readonly sources: Pick<SourcesKeeper, "current">;
  readonly nodeNames: NodeNames;
  /** The inventory but for registries, and what is set; never behind the database. */
  readonly shape: ShapeReader;
  /** All of the inventory as its JSON; never behind the database. */
  readonly inventory: InventoryReader;
  /** Load models of pools, fitted once a window. */
  readonly loadModels: LoadModelKeeper;
  /** Verifies the audit's chain, and knows what the last verification found. */
  readonly auditVerifier: AuditVerifier;
  /** Writes the chain's head where nobody who can write the database can. */
  readonly auditAnchors: AuditAnchors;
  /** How often one caller may ask. */
  readonly limits: RequestLimits;
  /** How often one may be wrong at the sign-in. */
  readonly signInLimits: SignInLimits;
  /** Passwords, sessions and single sign-on of people. */
  readonly people: PeopleAuth;
  /** Where requests that compute much wait for each other. */
  readonly heavyWork: WorkLane;
  /** The same for what takes minutes. */
  readonly longWork: WorkLane;
  /** Where bodies of samples come in. */
  readonly intakeGate: IntakeGate;
  /** Checks each answer against the schema that the API description shows. On in tests, where a mismatch throws. */
  readonly checkAnswers: boolean;
}

/** Wrong secrets from one address, behind which many may sit. None of 256 random bits is guessed at any rate. */
const FAILURES_PER_MINUTE = 600;

/** More at once would only wait for the same processor; more waiting would be waited for by nobody. */
const HEAVY_WORK = { atOnce: 4, waiting: 64, ofOne: 24 };
/** Searches for plans: each takes a processor for as long as it is let. */
const LONG_WORK = { atOnce: 2, waiting: 16, ofOne: 4 };
/** Of all senders: each body may hold many rows. */
const BODIES_OF_ONE_SHARE = 4;
const MOST_INTAKE_BYTES = 512 * 1_048_576;
/** How long a sender that is sent away waits to hear of it. */
const REFUSAL_HELD_MS = 1_000;

interface Shared {
  ballastApp?: AppContext;
}

/** Kept on globalThis, because Next bundles this module more than once. */
function shared(): Shared {
  return globalThis as typeof globalThis & Shared;
}

type ContextParts = Pick<AppContext, "database"> &
  Partial<
    Pick<
      AppContext,
      | "clock"
      | "log"
      | "limits"
      | "signInLimits"
      | "heavyWork"
      | "longWork"
      | "intakeGate"
      | "people"
      | "checkAnswers"
    >
  >;

/** Sets the context of this process: tests do it with their own database, a start-up may with its clock. */
export function installAppContext(parts: ContextParts): AppContext {
  const machineClock = parts.clock ?? Date.now;
  const clockAhead = { ms: 0 };
  const clock = () => machineClock() + clockAhead.ms;
  const anchorFile = env().BALLAST_AUDIT_ANCHOR_FILE ?? null;
  const webhook = anchorWebhookOf(env());
  const log = parts.log ?? createLog(env());
  parts.database.activity.listen(observeQuery);
  const installed: AppContext = {
    database: parts.database,
    clock,
    clockAhead,
    log,
    telemetry: new Telemetry(parts.database.pools.ingest, clock, intakeListener),
    nodeNames: new NodeNames(parts.database.pools.read),
    loadModels: new LoadModelKeeper(parts.database),
    hours: new HourReader(parts.database.pools.read, clock),
    shape: new ShapeKeeper(parts.database),
    inventory: new InventoryKeeper(parts.database),
    settings: new SettingsKeeper(parts.database),
    sources: new SourcesKeeper(parts.database),
    auditVerifier: new AuditVerifier(parts.database, clock, {
      file: anchorFile,
      hasWebhook: webhook !== null,
      everyMinutes: env().BALLAST_AUDIT_ANCHOR_MINUTES,
    }),
    limits:
      parts.limits ??
      new RequestLimits({
        requestsPerMinute: env().BALLAST_REQUESTS_PER_MINUTE,
        addressRequestsPerMinute: env().BALLAST_ADDRESS_REQUESTS_PER_MINUTE,
        failuresPerMinute: FAILURES_PER_MINUTE,
      }),
    signInLimits: parts.signInLimits ?? new SignInLimits(env().BALLAST_SIGN_IN_FAILURES),
    people: parts.people ?? peopleOf(parts.database, log),
    heavyWork: parts.heavyWork ?? new WorkLane(HEAVY_WORK),
    longWork: parts.longWork ?? new WorkLane(LONG_WORK),
    intakeGate: parts.intakeGate ?? new IntakeGate(intakeLimits()),
    auditAnchors: new AuditAnchors(parts.database, { file: anchorFile, send: anchorSender(webhook) }),
    checkAnswers: parts.checkAnswers ?? false,
  };
  shared().ballastApp = installed;
  return installed;
}

function intakeLimits(): IntakeLimits {
  const bodiesOfOne = env().BALLAST_INGEST_BODIES;
  return {
    bodiesOfOne,
    bodies: BODIES_OF_ONE_SHARE * bodiesOfOne,
    bytes: MOST_INTAKE_BYTES,
    bytesPerSecondOfOne: env().BALLAST_INGEST_MEGABYTES_PER_SECOND * 1_048_576,
    holdMs: REFUSAL_HELD_MS,
  };
}

/** Where whoever calls is looked up. */
export function callersOf({ database, people }: AppContext): CallerSource {
  return { pool: database.pools.ingest, people };
}

function peopleOf(client: DatabaseClient, log: Logger): PeopleAuth {
  const oidc = oidcOf(env());
  return new PeopleAuth({
    ...{ client, log },
    sealKey: env().BALLAST_SEAL_KEY ?? null,
    sessionDays: env().BALLAST_SESSION_DAYS,
    idleMinutes: env().BALLAST_SESSION_IDLE_MINUTES,
    publicUrl: env().BALLAST_PUBLIC_URL ?? null,
    oidc: oidc && { ...oidc, rules: rulesOf(oidc) },
  });
}

/** The context of this process, made at first use from the environment. */
export function appContext(): AppContext {
  return shared().ballastApp ?? installAppContext({ database: databaseClient() });
}

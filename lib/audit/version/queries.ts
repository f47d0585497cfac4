import type { Pool } from "pg";

/**
 * A text that changes with every audited change of the domain, and so with the inventory and the settings. Numbers of
 * events are committed in their order (`appendAudit`); another server's may be the same, after a backup was put back.
 */
export async function readDomainVersion(database: Pool): Promise<string> {
  // Prepared: every request asks it.
  const { rows } = await database.query<{ version: string }>({
    name: "domain-version",
    text: `select (select coalesce(max(id), 0) from audit_event)::text || '/' || pg_postmaster_start_time()::text as version`,
  });
  return rows[0]?.version ?? "";
}

interface Look {
  /** When it was begun, as performance.now() counts. */
  readonly begunAtMs: number;
  readonly version: string;
}

/**
 * The domain's version, asked for by a thousand requests a second in a few looks: one that comes while a look is under way
 * waits for the next, which begins after it came.
 */
class DomainVersion {
  readonly #database: Pool;
  #last: Look | null = null;
  #running: Promise<Look> | null = null;
  #next: Promise<Look> | null = null;

  constructor(database: Pool) {
    this.#database = database;
  }

  /** As it was committed at `sinceMs` (performance.now(), by default of this call), or later. */
  async asOf(sinceMs = performance.now()): Promise<Look> {
    if (this.#last !== null && this.#last.begunAtMs >= sinceMs) return this.#last;
    if (this.#running === null) return await this.#look();
    const again = () => this.#look();
    this.#next ??= this.#running.then(again, again);
    return await this.#next;
  }

  #look(): Promise<Look> {
    this.#next = null;
    const look = this.#ask().finally(() => {
      this.#running = null;
    });
    this.#running = look;
    return look;
  }

  async #ask(): Promise<Look> {
    const begunAtMs = performance.now();
    this.#last = { begunAtMs, version: await readDomainVersion(this.#database) };
    return this.#last;
  }
}

interface Shared {
  ballastVersions?: WeakMap<Pool, DomainVersion>;
}

/** That of a pool's database. One of a process, so that who asks for it shares its looks: Next bundles this more than once. */
export function domainVersionOf(database: Pool): DomainVersion {
  const shared: Shared = globalThis as typeof globalThis & Shared;
  shared.ballastVersions ??= new WeakMap();
  const known = shared.ballastVersions.get(database) ?? new DomainVersion(database);
  shared.ballastVersions.set(database, known);
  return known;
}

interface Kept<Value> {
  readonly look: Look;
  readonly value: Promise<Value>;
}

/**
 * Something of the domain, kept in memory and never behind the database: each look asks for the version of the domain,
 * which every change of it raises in its own transaction, whichever process makes it.
 */
export class DomainKeeper<Value> {
  readonly #version: DomainVersion;
  readonly #read: () => Promise<Value>;
  #kept: Kept<Value> | null = null;

  constructor(database: Pool, read: () => Promise<Value>) {
    this.#version = domainVersionOf(database);
    this.#read = read;
  }

  /** As it was committed at `sinceMs` (performance.now(), by default of this call), or later. */
  async current(sinceMs?: number): Promise<Value> {
    const look = await this.#version.asOf(sinceMs);
    const known = this.#kept;
    if (known !== null && (known.look.version === look.version || known.look.begunAtMs > look.begunAtMs))
      return await known.value;
    // Read after the version: what is kept under it is never older than it.
    const kept = { look, value: this.#read() };
    this.#kept = kept;
    try {
      return await kept.value;
    } catch (error) {
      if (this.#kept === kept) this.#kept = null;
      throw error;
    }
  }
}

import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { link, open, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import {
  BackupError,
  type BackupHead,
  FORMAT,
  type Manifest,
  type StoredTable,
  type TableHead,
} from "./backupFormat.ts";
import { listTables, readSequences } from "./listTables.ts";

/** Partitions may be made or dropped between looking and locking; twice in a row is rare. */
const MOST_ATTEMPTS = 10;

/**
 * Writes everything that a database holds, as it is at one moment, into a new file, while the application goes on. The
 * file has its name only when it is complete and on disk. Throws BackupError where the file is there or nothing is to back up.
 */
export async function writeBackup(url: string, file: string, createdAt: Date): Promise<Manifest> {
  const client = new pg.Client({ connectionString: url, application_name: "ballast backup" });
  client.on("error", () => undefined);
  await client.connect();
  const draft = `${file}.${process.pid}.part`;
  try {
    const tables = await beginSnapshot(client);
    const content = new BackupContent(client, tables);
    await pipeline(
      Readable.from(content.chunks(createdAt)),
      createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
      withDigest,
      createWriteStream(draft, { flags: "wx", mode: 0o600 }),
    );
    await syncToDisk(draft);
    await giveName(draft, file);
    return content.manifest();
  } finally {
    await rm(draft, { force: true });
    await client.end();
  }
}

/** One moment for all tables. They are locked against being dropped before that moment, so that all that it shows is there. */
async function beginSnapshot(client: pg.Client): Promise<readonly TableHead[]> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const before = await listTables(client);
    if (!before.some(({ name }) => name === "_prisma_migrations"))
      throw new BackupError("this database has nothing of Ballast's: there is nothing to back up");
    await client.query("begin isolation level repeatable read, read only");
    try {
      // The first query of such a transaction fixes its moment; a lock does not.
      await client.query(`lock table ${before.map(qualified).join(", ")} in access share mode`);
      const tables = await listTables(client);
      if (JSON.stringify(tables) === JSON.stringify(before)) return tables;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE)) throw error;
    }
    await client.query("rollback");
  }
  throw new BackupError("tables were made or dropped at every attempt: try again");
}

const UNDEFINED_TABLE = "42P01";

class BackupContent {
  readonly #client: pg.Client;
  readonly #tables: readonly TableHead[];
  readonly #all: Hash = createHash("sha256");
  readonly #stored: StoredTable[] = [];
  #manifest: Manifest | null = null;

  constructor(client: pg.Client, tables: readonly TableHead[]) {
    this.#client = client;
    this.#tables = tables;
  }

  /** Of what was written, when all of it was. */
  manifest(): Manifest {
    if (this.#manifest === null) throw new Error("the backup is not complete");
    return this.#manifest;
  }

  async *chunks(createdAt: Date): AsyncGenerator<Buffer> {
    const { rows } = await this.#client.query<{ name: string }>(
      `select migration_name as name from _prisma_migrations
       where finished_at is not null and rolled_back_at is null order by migration_name`,
    );
    const head: BackupHead = {
      kind: "ballast backup",
      format: FORMAT,
      createdAt: createdAt.toISOString(),
      migrations: rows.map(({ name }) => name),
    };
    yield this.#line(head);
    for (const table of this.#tables) yield* this.#table(table);
    const sequences = await readSequences(this.#client);
    this.#manifest = {
      kind: "manifest",
      tables: this.#stored,
      sequences,
      sha256: this.#all.copy().digest("hex"),
    };
    yield this.#line(this.#manifest);
  }

  async *#table(table: TableHead): AsyncGenerator<Buffer> {
    yield this.#line(table);
    const hash = createHash("sha256");
    let bytes = 0;
    const columns = table.columns.map((name) => pg.escapeIdentifier(name)).join(", ");
    const copy = this.#client.query(
      copyTo(`copy ${qualified(table)} (${columns}) to stdout (format binary)`),
    );
    for await (const chunk of copy) {
      const data: Buffer = chunk;
      hash.update(data);
      bytes += data.length;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(data.length);
      yield this.#counted(length);
      yield this.#counted(data);
    }
    yield this.#counted(Buffer.alloc(4));
    const name = `${table.schema}.${table.name}`;
    this.#stored.push({ name, rows: copy.rowCount, bytes, sha256: hash.digest("hex") });
  }

  #line(value: object): Buffer {
    return this.#counted(Buffer.from(`${JSON.stringify(value)}\n`));
  }

  #counted(data: Buffer): Buffer {
    this.#all.update(data);
    return data;
  }
}

/** DDL and COPY take no bound parameters; the names come from the catalog. */
export function qualified({ schema, name }: Pick<TableHead, "schema" | "name">): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}

/** The bytes as they stand in the file, and behind them their SHA-256: what was altered or lost in any of them is seen. */
async function* withDigest(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  yield hash.digest();
}

async function syncToDisk(file: string): Promise<void> {
  const handle = await open(file, "r");
  await handle.sync();
  await handle.close();
}

/** A link, because renaming would replace a backup that is there. */
async function giveName(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new BackupError(`${file} is there already: name another file`);
    throw error;
  }
}

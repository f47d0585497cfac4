import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createZstdDecompress } from "node:zlib";
import type { z } from "zod";
import {
  BackupError,
  type BackupHead,
  backupHeadSchema,
  type Manifest,
  manifestSchema,
  type StoredTable,
  type TableHead,
  tableHeadSchema,
} from "./backupFormat.ts";

/** At the end of the file: the SHA-256 of all bytes before. */
const DIGEST_BYTES = 32;
/** A longer line, or chunk, is none that a backup has. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface TableContent {
  readonly head: TableHead;
  /** Binary COPY. To be read to its end before the next table is asked for. */
  readonly chunks: AsyncGenerator<Buffer>;
}

/**
 * Reads a backup from its beginning to its end, table by table, and checks it by the way: throws BackupError where it broke
 * off, was altered, or is none. Only after the last table is it known to be whole.
 */
export class BackupReader {
  readonly #bytes: ByteReader;
  readonly #file: string;
  #manifest: Manifest | null = null;
  readonly #stored: Omit<StoredTable, "rows">[] = [];

  constructor(file: string) {
    this.#file = file;
    this.#bytes = new ByteReader(file);
  }

  async head(): Promise<BackupHead> {
    return await this.#guarded(async () => this.#parse(backupHeadSchema, await this.#bytes.line()));
  }

  /** Throws unless the file is, byte for byte, as it was written. */
  async checkDigest(): Promise<void> {
    await this.#guarded(async () => {
      const { size } = await stat(this.#file);
      if (size <= DIGEST_BYTES) throw new EndError("too short");
      const hash = createHash("sha256");
      for await (const chunk of createReadStream(this.#file, { end: size - DIGEST_BYTES - 1 }))
        hash.update(chunk);
      const told: Buffer[] = [];
      for await (const chunk of createReadStream(this.#file, { start: size - DIGEST_BYTES }))
        told.push(chunk);
      if (!hash.digest().equals(Buffer.concat(told)))
        throw this.#broken("it is not as it was written: it breaks off, was altered, or is no backup");
    });
  }

  /** What the file says of itself; known when the last table has been read. */
  manifest(): Manifest {
    if (this.#manifest === null) throw new Error("the backup has not been read to its end");
    return this.#manifest;
  }

  async *tables(): AsyncGenerator<TableContent> {
    for (;;) {
      const before = this.#bytes.sha256();
      const line = await this.#guarded(() => this.#bytes.line());
      if (kindOf(line) === "manifest") {
        this.#manifest = await this.#guarded(async () => this.#parse(manifestSchema, line));
        await this.#guarded(() => this.#checkEnd(before));
        return;
      }
      const head = await this.#guarded(async () => this.#parse(tableHeadSchema, line));
      yield { head, chunks: this.#chunks(head) };
    }
  }

  async close(): Promise<void> {
    await this.#bytes.close();
  }

  async *#chunks(head: TableHead): AsyncGenerator<Buffer> {
    const hash = createHash("sha256");
    let bytes = 0;
    for (;;) {
      const chunk = await this.#guarded(async () => {
        const length = (await this.#bytes.exactly(4)).readUInt32BE();
        if (length > MOST_BYTES) throw this.#broken("it was altered");
        return length === 0 ? null : await this.#bytes.exactly(length);
      });
      if (chunk === null) break;
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
    this.#stored.push({ name: `${head.schema}.${head.name}`, bytes, sha256: hash.digest("hex") });
  }

  async #checkEnd(sha256: string): Promise<void> {
    const manifest = this.manifest();
    const told = manifest.tables.map(({ rows: _, ...table }) => table);
    const isSame = manifest.sha256 === sha256 && JSON.stringify(told) === JSON.stringify(this.#stored);
    if (!isSame || !(await this.#bytes.isAtEnd())) throw this.#broken("it was altered");
  }

  #parse<Schema extends z.ZodType>(schema: Schema, line: string): z.output<Schema> {
    const value: unknown = JSON.parse(line);
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw this.#broken(parsed.error.issues[0]?.message ?? "it was altered");
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof BackupError) throw error;
      if (error instanceof Error && "code" in error && error.code === "ENOENT")
        throw new BackupError(`there is no file ${this.#file}`);
      throw this.#broken(
        error instanceof EndError ? "it breaks off" : "it is no backup, or was altered",
        error,
      );
    }
  }

  #broken(why: string, cause?: unknown): BackupError {
    return new BackupError(`${this.#file} cannot be restored: ${why}. Nothing was changed.`, { cause });
  }
}

function kindOf(line: string): unknown {
  const value: unknown = JSON.parse(line);
  return typeof value === "object" && value !== null && "kind" in value ? value.kind : null;
}

class EndError extends Error {}

/** The decompressed bytes of a file, by lines and by lengths, hashed as they are read. */
class ByteReader {
  readonly #chunks: AsyncGenerator<Buffer>;
  readonly #hash = createHash("sha256");
  #held: Buffer = Buffer.alloc(0);

  constructor(file: string) {
    this.#chunks = plainBytes(file);
  }

  async line(): Promise<string> {
    let from = 0;
    for (;;) {
      const end = this.#held.indexOf(10, from);
      if (end >= 0) return (await this.exactly(end + 1)).toString("utf8").trimEnd();
      from = this.#held.length;
      if (from > MOST_BYTES || !(await this.#more())) throw new EndError("no whole line");
    }
  }

  async exactly(length: number): Promise<Buffer> {
    while (this.#held.length < length) if (!(await this.#more())) throw new EndError("too few bytes");
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    this.#hash.update(taken);
    return taken;
  }

  async isAtEnd(): Promise<boolean> {
    return this.#held.length === 0 && !(await this.#more());
  }

  /** Of all that was read so far. */
  sha256(): string {
    return this.#hash.copy().digest("hex");
  }

  async close(): Promise<void> {
    await this.#chunks.return(undefined);
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}

async function* plainBytes(file: string): AsyncGenerator<Buffer> {
  const { size } = await stat(file);
  const source = createReadStream(file, { end: Math.max(0, size - DIGEST_BYTES - 1) });
  const plain = createZstdDecompress();
  source.once("error", (error) => plain.destroy(error));
  try {
    for await (const chunk of source.pipe(plain)) yield chunk;
  } finally {
    source.destroy();
  }
}

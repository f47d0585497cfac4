import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { decompress, openDecompressor, type RowFormat } from "../../telemetry/decode/index.ts";
import { CommandError } from "../commandError.ts";

const CHUNK_BYTES = 262_144;

/** What `zstd --ultra -22` and `--long` ask for: 128 MiB. */
const ZSTD_WINDOW_LOG = 27;

/** A file to read samples from, packed or not. */
export interface ImportFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
  /** By its first bytes, whatever its name says. */
  readonly encoding: "gzip" | "zstd" | null;
}

/** Looks at a file. Throws CommandError when it cannot be read. */
export async function openImportFile(path: string): Promise<ImportFile> {
  try {
    const handle = await open(path);
    try {
      const { size, mtimeMs } = await handle.stat();
      const { buffer } = await handle.read({ buffer: Buffer.alloc(4), position: 0 });
      return { path, sizeBytes: size, modifiedMs: mtimeMs, encoding: encodingOf(buffer) };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new CommandError(`cannot read ${path} (${code})`);
  }
}

function encodingOf(start: Buffer): "gzip" | "zstd" | null {
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  return start.readUInt32LE(0) === 0xfd2fb528 ? "zstd" : null;
}

/** The form of the rows in a file by its name, which may have `.gz` or `.zst` at its end; CSV where it does not tell. */
export function formatOfName(path: string): RowFormat {
  const [, extension = ""] = /\.([a-z]+)(?:\.(?:gz|zst|zstd))?$/.exec(path.toLowerCase()) ?? [];
  if (extension === "ndjson" || extension === "jsonl") return "ndjson";
  return extension === "json" ? "json" : "csv";
}

/**
 * Feeds a file to `take`, unpacked, chunk by chunk, each awaited; `onRead` is told how many bytes of the file itself have
 * been read. Throws BodyError for a broken or cut-off gzip or zstd.
 */
export async function readImportFile(
  file: ImportFile,
  take: (chunk: Uint8Array) => Promise<void>,
  onRead: (bytesRead: number) => void,
): Promise<void> {
  const read = async function* (): AsyncGenerator<Uint8Array, void, void> {
    let bytesRead = 0;
    for await (const chunk of createReadStream(file.path, { highWaterMark: CHUNK_BYTES })) {
      const bytes: Buffer = chunk;
      bytesRead += bytes.length;
      onRead(bytesRead);
      yield bytes;
    }
  };
  const decompressor = openDecompressor(file.encoding, ZSTD_WINDOW_LOG);
  if (decompressor !== null) await decompress(read(), decompressor, take);
  else for await (const chunk of read()) await take(chunk);
}

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ImportFile } from "./importFile.ts";
import { emptyTally, type ImportTally } from "./importTally.ts";

/** How far an import has come: what is committed, counted in rows of the file. */
export interface Progressed {
  readonly rows: number;
  readonly tally: ImportTally;
}

/**
 * Remembers how far a file has been imported, in a small file of the data folder, written after each commit. It holds for
 * the same file (path, size, time of change), read in the same way, into the same database: anything else starts anew.
 * It only saves time. Where it is behind, by a commit that a crash came after, those rows are sent again and change nothing.
 */
export class Checkpoint {
  private readonly path: string;

  constructor(
    directory: string,
    { file, meaning, database }: { file: ImportFile; meaning: string; database: string },
  ) {
    const { path, sizeBytes, modifiedMs } = file;
    const key = createHash("sha256").update(JSON.stringify([path, sizeBytes, modifiedMs, meaning, database]));
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.path = join(directory, `${key.digest("hex").slice(0, 32)}.json`);
  }

  read(): Progressed {
    try {
      const saved: Partial<Progressed> = JSON.parse(readFileSync(this.path, "utf8"));
      const { rows, tally } = saved;
      if (typeof rows === "number" && tally !== undefined && Array.isArray(tally.errors))
        return { rows, tally };
    } catch {
      // None, or not readable as one: the file is imported from its start.
    }
    return { rows: 0, tally: emptyTally() };
  }

  /** Whole or not at all: a reader never sees half of it. */
  write(progressed: Progressed): void {
    const draft = `${this.path}.${process.pid}`;
    writeFileSync(draft, JSON.stringify(progressed), { mode: 0o600 });
    renameSync(draft, this.path);
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

import { z } from "zod";

/** The file is a zstd stream. In it: a head, then every table, then the manifest; lines of JSON with chunks between. */
export const FORMAT = 1;

export const backupHeadSchema = z.strictObject({
  kind: z.literal("ballast backup"),
  format: z.literal(FORMAT, { error: "a format that this Ballast does not read" }),
  createdAt: z.string(),
  /** Migrations that the database had, in order. */
  migrations: z.array(z.string()).min(1),
});
export type BackupHead = z.output<typeof backupHeadSchema>;

/** Followed by chunks of binary COPY: each its length in four bytes, then so many bytes; a length of 0 ends them. */
export const tableHeadSchema = z.strictObject({
  kind: z.literal("table"),
  schema: z.enum(["public", "telemetry"]),
  name: z.string(),
  columns: z.array(z.string()).min(1),
  /** The table that it is a partition of. */
  partitionOf: z.string().nullable(),
});
export type TableHead = z.output<typeof tableHeadSchema>;

const storedTableSchema = z.strictObject({
  name: z.string(),
  rows: z.number().int(),
  bytes: z.number().int(),
  /** Of its chunks, one after the other. */
  sha256: z.string(),
});
export type StoredTable = z.output<typeof storedTableSchema>;

const sequenceSchema = z.strictObject({
  name: z.string(),
  value: z.string(),
  isCalled: z.boolean(),
});
export type SequenceValue = z.output<typeof sequenceSchema>;

/** The last line: without it the file broke off. */
export const manifestSchema = z.strictObject({
  kind: z.literal("manifest"),
  tables: z.array(storedTableSchema),
  sequences: z.array(sequenceSchema),
  /** Of every byte before this line, as they are after decompression. */
  sha256: z.string(),
});
export type Manifest = z.output<typeof manifestSchema>;

/** A reason why a file is not restored, or a database not restored into, that the user can act on; one clear line. */
export class BackupError extends Error {}

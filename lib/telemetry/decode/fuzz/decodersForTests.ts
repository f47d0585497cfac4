import type { StreamDecoder } from "../../types.ts";
import {
  createCpuDecoder,
  createLoadDecoder,
  createOutcomeDecoder,
  type RowFormat,
} from "../createDecoder.ts";
import { createPackedCpuDecoder, createPackedLoadDecoder } from "../createPackedDecoder.ts";
import { mapToOnePool } from "../wide/columnMapping.ts";
import { createWideDecoder } from "../wide/wideReader.ts";

/** What a decoder told of a body. */
export interface Told {
  rows: number;
  problems: number;
}

/** A decoder under test: a new form of bodies is one entry more. */
export interface FuzzedDecoder {
  readonly name: string;
  readonly open: (told: Told) => StreamDecoder;
}

const FORMATS: readonly RowFormat[] = ["json", "ndjson", "csv"];

const sinkOf = (told: Told) => ({
  row: () => {
    told.rows += 1;
  },
  malformed: () => {
    told.problems += 1;
  },
});

export const DECODERS: readonly FuzzedDecoder[] = [
  ...FORMATS.flatMap((format) => [
    { name: `cpu ${format}`, open: (told: Told) => createCpuDecoder(format, sinkOf(told)) },
    { name: `load ${format}`, open: (told: Told) => createLoadDecoder(format, sinkOf(told)) },
    { name: `outcome ${format}`, open: (told: Told) => createOutcomeDecoder(format, sinkOf(told)) },
  ]),
  { name: "packed cpu", open: (told) => counting(createPackedCpuDecoder(), told) },
  { name: "packed load", open: (told) => counting(createPackedLoadDecoder(), told) },
  {
    name: "wide",
    open: (told) =>
      createWideDecoder(
        {
          time: { kind: "minutesFrom", startMs: 0 },
          stepSeconds: 60,
          scale: 100,
          mapping: mapToOnePool("a", "p"),
        },
        {
          blocks: ({ pools }) => {
            for (const { cpu } of pools) for (const row of cpu) told.rows += row.length;
          },
          malformed: () => {
            told.problems += 1;
          },
        },
      ),
  },
];

/** A packed body is one thing, known at its end. */
function counting(decoder: { write(chunk: Uint8Array): void; end(): unknown }, told: Told): StreamDecoder {
  return {
    write: (chunk) => decoder.write(chunk),
    end: () => {
      decoder.end();
      told.rows += 1;
    },
  };
}

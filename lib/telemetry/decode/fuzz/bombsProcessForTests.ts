import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { BodyError } from "../bodyError.ts";
import { pumpBody } from "../bodyStream.ts";
import { DECODERS, type FuzzedDecoder } from "./decodersForTests.ts";
import { mostHeldMebibytes } from "./mostHeldForTests.ts";

/**
 * Feeds every decoder, in a process of its own, bodies that are small on the wire and endless once unpacked, or endless
 * without an end of line, cell or nesting; says on its output how each was answered, and how much memory all took together.
 */
const MEBIBYTE = 1_048_576;
/** What a body may be here, decoded, where it is not unpacked: so much that keeping it whole, as text, would show. */
const LIMIT_BYTES = 12 * MEBIBYTE;
const WRITTEN_BYTES = 13 * MEBIBYTE;

interface Bomb {
  readonly name: string;
  readonly encoding: string | null;
  readonly chunks: () => Generator<Uint8Array, void, void>;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const zeros = Buffer.alloc(64 * MEBIBYTE);
const gzipMember = gzipSync(zeros, { level: 9 });
const nestedGzip = gzipSync(gzipSync(gzipMember));
const zstdFrame = zstdCompressSync(zeros, { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
zeros.fill(0x5b);
const gzipOfBrackets = gzipSync(zeros, { level: 9 });

function* once(bytes: Uint8Array) {
  yield bytes;
}
function* repeated(bytes: Uint8Array, times: number) {
  for (let time = 0; time < times; time++) yield bytes;
}
/** A beginning, and then the same again and again, far over the limit. */
function* endless(start: string, again: string) {
  yield utf8(start);
  const block = utf8(again.repeat(Math.ceil(65_536 / again.length)));
  for (let written = 0; written < WRITTEN_BYTES; written += block.length) yield block;
}

const HEADS = {
  json: '{"samples":[',
  row: '{"ts":1,"stamp":"',
  csv: "ts,stamp,pool,node,cpu\r\n1,a,p,",
  packed: '{"stamp":"a","pool":"p","from":1,"stepSeconds":60,"nodes":["a"],"cpu":[[',
};
const BOMBS: readonly Bomb[] = [
  // 64 members of 64 MiB each: 4 GiB.
  { name: "gzip of 4 GiB", encoding: "gzip", chunks: () => repeated(gzipMember, 64) },
  { name: "gzip in gzip in gzip", encoding: "gzip", chunks: () => once(nestedGzip) },
  { name: "gzip of brackets", encoding: "gzip", chunks: () => repeated(gzipOfBrackets, 2) },
  { name: "zstd", encoding: "zstd", chunks: () => repeated(zstdFrame, 64) },
  { name: "nested arrays", encoding: null, chunks: () => endless(HEADS.json, "[") },
  { name: "nested objects", encoding: null, chunks: () => endless('{"samples":', '{"a":') },
  { name: "a text without end", encoding: null, chunks: () => endless(`${HEADS.json}${HEADS.row}`, "x") },
  { name: "a name of a field without end", encoding: null, chunks: () => endless('{"', "x") },
  { name: "a number without end", encoding: null, chunks: () => endless(`${HEADS.json}{"ts":`, "9") },
  { name: "white space without end", encoding: null, chunks: () => endless("{", " ") },
  { name: "a line without end", encoding: null, chunks: () => endless(HEADS.row, "y") },
  { name: "a cell without end", encoding: null, chunks: () => endless(HEADS.csv, "z") },
  { name: "a quoted cell without end", encoding: null, chunks: () => endless(`${HEADS.csv}"`, "z\n") },
  { name: "empty lines", encoding: null, chunks: () => endless(`${HEADS.csv}n,1`, "\r\n") },
  { name: "bad lines", encoding: null, chunks: () => endless(`${HEADS.csv}n,1\n`, "x\n") },
  { name: "a header without end", encoding: null, chunks: () => endless("ts,", "a,") },
  { name: "a matrix without end", encoding: null, chunks: () => endless(HEADS.packed, "1,") },
  { name: "rows of a matrix without end", encoding: null, chunks: () => endless(HEADS.packed, "],[") },
  { name: "names without end", encoding: null, chunks: () => endless(HEADS.packed.slice(0, -12), '"b",') },
];

/** What unpacks stands before every decoder and is the same for all; load and outcome are read by the readers of CPU. */
const UNPACKED_BY = ["cpu csv"];
const READ_BY = ["cpu json", "cpu ndjson", "cpu csv", "packed cpu", "wide"];

let fedBytes = 0;

async function answerOf(decoder: FuzzedDecoder, { encoding, chunks }: Bomb): Promise<number> {
  const wire = chunks();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = wire.next();
        if (next.done === true) controller.close();
        else {
          fedBytes += next.value.length;
          controller.enqueue(next.value);
        }
      },
    },
    { highWaterMark: 0 },
  );
  const open = decoder.open({ rows: 0, problems: 0 });
  try {
    await pumpBody(body, open, {
      contentEncoding: encoding,
      contentLength: null,
      ...(encoding === null ? { maxDecodedBytes: LIMIT_BYTES } : {}),
    });
    open.end();
    return 200;
  } catch (error) {
    if (error instanceof BodyError) return error.status;
    throw error;
  }
}

const before = mostHeldMebibytes();
const answers: { decoder: string; bomb: string; status: number }[] = [];
for (const bomb of BOMBS)
  for (const decoder of DECODERS.filter(({ name }) =>
    (bomb.encoding === null ? READ_BY : UNPACKED_BY).includes(name),
  ))
    answers.push({ decoder: decoder.name, bomb: bomb.name, status: await answerOf(decoder, bomb) });
process.stdout.write(
  JSON.stringify({
    answers,
    fedMebibytes: fedBytes / MEBIBYTE,
    grownMebibytes: mostHeldMebibytes() - before,
  }),
);

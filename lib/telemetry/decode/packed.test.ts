import fc from "fast-check";
import { expect, test } from "vitest";
import { BodyError } from "./bodyError.ts";
import { feed } from "./collectRows.ts";
import { createPackedCpuDecoder, createPackedLoadDecoder } from "./createPackedDecoder.ts";
import type { PackedCpu, PackedLoad } from "./packedTypes.ts";
import type { DecoderLimits } from "./windowedDecoder.ts";

const encoder = new TextEncoder();
const HEAD = { stamp: "a", pool: "p", from: "2026-01-31T12:00:00Z", stepSeconds: 60 };

/** A window so small that every value of a body meets its edge sooner or later. */
const SMALL = { maxRowBytes: 64, windowBytes: 128 };

function decodeCpu(
  body: string | Uint8Array,
  { chunkSizes = [], limits }: { chunkSizes?: readonly number[]; limits?: DecoderLimits } = {},
): PackedCpu {
  const decoder = createPackedCpuDecoder(limits);
  feed(decoder, typeof body === "string" ? encoder.encode(body) : body, chunkSizes);
  return decoder.end();
}

function decodeLoad(body: object): PackedLoad {
  const decoder = createPackedLoadDecoder();
  feed(decoder, encoder.encode(JSON.stringify(body)));
  return decoder.end();
}

function plain(matrix: readonly Float64Array[]): (number | null)[][] {
  return matrix.map((row) => Array.from(row, (value) => (Number.isNaN(value) ? null : value)));
}

test("a packed body is read as it was written, in any order of fields and however the bytes are cut", () => {
  const cell = fc.oneof(
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: 0, max: 100 }),
  );
  const shape = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 90 }));
  const matrix = shape.chain(([nodes, steps]) =>
    fc.array(fc.array(cell, { minLength: steps, maxLength: steps }), { minLength: nodes, maxLength: nodes }),
  );
  const windowBytes = fc.integer({ min: 65, max: 200 });
  const chunkSizes = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 5 });
  fc.assert(
    fc.property(
      matrix,
      fc.tuple(chunkSizes, windowBytes),
      fc.boolean(),
      fc.nat(2),
      (cpu, [sizes, window], reversed, indent) => {
        const nodes = cpu.map((_, at) => `n${at}`);
        const entries = Object.entries({ ...HEAD, nodes, cpu });
        const body = JSON.stringify(
          Object.fromEntries(reversed ? entries.toReversed() : entries),
          null,
          indent,
        );
        const packed = decodeCpu(body, {
          chunkSizes: sizes,
          limits: { maxRowBytes: 64, windowBytes: window },
        });
        expect(packed).toMatchObject({
          stamp: "a",
          pool: "p",
          fromMs: Date.parse(HEAD.from),
          stepSeconds: 60,
          nodes,
        });
        expect(plain(packed.cpu)).toEqual(JSON.parse(body).cpu);
      },
    ),
  );
});

test("null is no data (NaN); what is no number is Infinity, to be refused and not to be lost", () => {
  const body = JSON.stringify({ ...HEAD, nodes: ["n"], cpu: [["@"]] }).replace(
    '"@"',
    'null,NaN,"NaN",-Infinity,"+Inf",0',
  );
  const { POSITIVE_INFINITY: refused } = Number;
  expect(Array.from(decodeCpu(body).cpu[0] ?? [])).toEqual([
    Number.NaN,
    refused,
    refused,
    refused,
    refused,
    0,
  ]);
});

test.each([
  [{ ...HEAD, nodes: ["n"], cpu: [[1]], extra: 1 }, 422, 'Unknown field "extra"'],
  [{ ...HEAD, cpu: [[1]] }, 422, "nodes is missing"],
  [{ ...HEAD, nodes: ["n"] }, 422, "cpu is missing"],
  [{ pool: "p", from: 0, stepSeconds: 60, nodes: [], cpu: [] }, 422, "stamp is missing"],
  [{ ...HEAD, stepSeconds: 7, nodes: [], cpu: [] }, 422, "stepSeconds must divide 60"],
  [{ ...HEAD, stepSeconds: 90, nodes: [], cpu: [] }, 422, "stepSeconds must divide 60"],
  [{ ...HEAD, stepSeconds: 0, nodes: [], cpu: [] }, 422, "stepSeconds must divide 60"],
  [{ ...HEAD, stepSeconds: "60", nodes: [], cpu: [] }, 422, "stepSeconds must divide 60"],
  [{ ...HEAD, from: "2026-01-31", nodes: [], cpu: [] }, 422, "from is not a time"],
  [{ ...HEAD, nodes: ["n", "n"], cpu: [[1], [1]] }, 422, "nodes[1] stands in the list twice"],
  [{ ...HEAD, nodes: ["n", 7], cpu: [[1], [1]] }, 422, "nodes[1] is not a string"],
  [{ ...HEAD, nodes: ["n", "m"], cpu: [[1]] }, 422, "cpu has 1 rows where nodes has 2 names"],
  [{ ...HEAD, nodes: ["n", "m"], cpu: [[1], [1, 2]] }, 422, "cpu[1] has 2 values where cpu[0] has 1"],
  [{ ...HEAD, nodes: ["n"], cpu: [[1, true]] }, 422, "cpu[0][1] is neither a number nor null"],
  [{ ...HEAD, nodes: ["n"], cpu: [[1, "2"]] }, 422, "cpu[0][1] is neither a number nor null"],
  [{ ...HEAD, nodes: ["n"], cpu: [[1, [2]]] }, 422, "cpu[0][1] is neither a number nor null"],
  [{ ...HEAD, nodes: ["n"], cpu: [7] }, 422, "cpu[0] is not an array"],
  [{ ...HEAD, nodes: ["n"], cpu: null }, 422, "cpu is not an array"],
  [[], 400, "not valid JSON"],
])("packed %j is answered %i: %s", (body, status, detail) => {
  expect(() => decodeCpu(JSON.stringify(body))).toThrow(
    expect.objectContaining({ status, detail: expect.stringContaining(detail) }),
  );
});

test("a packed body that breaks off anywhere is refused as a whole", () => {
  const body = JSON.stringify({ ...HEAD, nodes: ["n"], cpu: [[1.5, null]] });
  for (let length = 0; length < body.length; length += 1) {
    const cut = body.slice(0, length);
    expect(() => decodeCpu(cut)).toThrow(expect.objectContaining({ status: 400 }));
    expect(() => decodeCpu(cut, { limits: SMALL })).toThrow(expect.objectContaining({ status: 400 }));
  }
});

test("damaged packed bytes end in a matrix or BodyError, never in anything else", () => {
  const body = encoder.encode(
    JSON.stringify({
      ...HEAD,
      nodes: ["n0", "n1"],
      cpu: [
        [1.5, null, 3],
        [0, 100, 7],
      ],
    }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(body.length - 1), fc.integer({ min: 0, max: 255 })), {
        minLength: 1,
        maxLength: 3,
      }),
      (hits) => {
        const damaged = body.slice();
        for (const [at, byte] of hits) damaged[at] = byte;
        try {
          decodeCpu(damaged, { limits: SMALL });
        } catch (error) {
          expect(error).toBeInstanceOf(BodyError);
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test("a single endless value or endless nesting is refused while it comes in", () => {
  const start = `{"stamp":"a","cpu":`;
  expect(() => decodeCpu(`${start}[[${"1".repeat(200_000)}`)).toThrow(
    expect.objectContaining({ status: 400 }),
  );
  expect(() => decodeCpu(`${start}${"[".repeat(200_000)}`)).toThrow(expect.objectContaining({ status: 422 }));
  expect(() => decodeCpu(`${start}[${"[],".repeat(40_000)}`)).toThrow(
    expect.objectContaining({ status: 413 }),
  );
});

test("packed load: requests and bytes, either or both, one row a registry", () => {
  const both = decodeLoad({
    ...HEAD,
    registries: ["r", "s"],
    requests: [
      [1, null],
      [2, 3],
    ],
    bytes: [
      [5e9, 6],
      [0, null],
    ],
  });
  expect(both).toMatchObject({ registries: ["r", "s"], stepSeconds: 60 });
  expect(plain(both.requests ?? [])).toEqual([
    [1, null],
    [2, 3],
  ]);
  expect(plain(both.bytes ?? [])).toEqual([
    [5e9, 6],
    [0, null],
  ]);
  expect(decodeLoad({ ...HEAD, registries: ["r"], bytes: [[1]] }).requests).toBeNull();
  expect(() => decodeLoad({ ...HEAD, registries: ["r"] })).toThrow("both missing");
  expect(() => decodeLoad({ ...HEAD, registries: ["r"], requests: [[1]], bytes: [[1, 2]] })).toThrow(
    "same number of steps",
  );
});

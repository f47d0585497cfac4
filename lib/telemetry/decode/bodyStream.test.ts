import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { BodyError, BodyInterruptedError } from "./bodyError.ts";
import { type BodyOptions, pumpBody } from "./bodyStream.ts";

const encoder = new TextEncoder();

/** A body in chunks, as a request would bring it. */
function streamOf(bytes: Uint8Array, chunkBytes = 1_000): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(at, at + chunkBytes));
      at += chunkBytes;
    },
  });
}

async function received(
  body: ReadableStream<Uint8Array> | null,
  options: Partial<BodyOptions> = {},
): Promise<string> {
  const chunks: Uint8Array[] = [];
  const decoder = { write: (chunk: Uint8Array) => void chunks.push(chunk.slice()) };
  await pumpBody(body, decoder, { contentEncoding: null, contentLength: null, ...options });
  return Buffer.concat(chunks).toString();
}

const TEXT = "ts,stamp,pool,node,cpu\n".repeat(20_000);
const GZIP = gzipSync(TEXT);
const ZSTD = zstdCompressSync(TEXT);

test.each([
  ["none", null, encoder.encode(TEXT)],
  ["identity", "identity", encoder.encode(TEXT)],
  ["gzip", "gzip", GZIP],
  ["two gzip members", "GZIP", Buffer.concat([gzipSync(TEXT.slice(0, 1_000)), gzipSync(TEXT.slice(1_000))])],
  ["zstd", "zstd", ZSTD],
])("encoding %s: what was sent arrives whole", async (_, contentEncoding, bytes) => {
  expect(await received(streamOf(bytes), { contentEncoding, contentLength: bytes.length })).toBe(TEXT);
});

test.each(["gzip", "zstd"] as const)(
  "a %s body cut off anywhere is 400, never a shorter body",
  async (contentEncoding) => {
    const whole = contentEncoding === "gzip" ? GZIP : ZSTD;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        const pumped = received(streamOf(whole.subarray(0, length)), { contentEncoding });
        await expect(pumped).rejects.toThrow(expect.objectContaining({ status: 400 }));
      }),
    );
  },
);

test.each([
  ["gzip", encoder.encode('{"samples":[]}'), "is broken"],
  ["gzip", Buffer.concat([GZIP, encoder.encode("garbage")]), "is broken"],
  ["gzip", GZIP.with(GZIP.length - 6, (GZIP.at(-6) ?? 0) ^ 1), "is broken"],
  ["zstd", encoder.encode('{"samples":[]}'), "is broken"],
  ["zstd", Buffer.concat([ZSTD, ZSTD]), "after its first frame"],
  ["zstd", Buffer.concat([ZSTD, encoder.encode("garbage")]), "after its first frame"],
])("broken %s is 400 and says so", async (contentEncoding, bytes, detail) => {
  const pumped = received(streamOf(bytes), { contentEncoding });
  await expect(pumped).rejects.toThrow(
    expect.objectContaining({ status: 400, detail: expect.stringContaining(detail) }),
  );
});

test.each([10, 1_000, 100_000])(
  "zstd with more behind it, in chunks of %i bytes, is 400",
  async (chunkBytes) => {
    for (const more of [ZSTD, encoder.encode("garbage".repeat(50_000))]) {
      const pumped = received(streamOf(Buffer.concat([ZSTD, more]), chunkBytes), { contentEncoding: "zstd" });
      await expect(pumped).rejects.toThrow(expect.objectContaining({ status: 400 }));
    }
  },
);

test("over the limit is 413: as declared, as it comes, as it unpacks", async () => {
  const maxDecodedBytes = 100_000;
  const bytes = encoder.encode(TEXT);
  const tooBig = expect.objectContaining({ status: 413 });
  await expect(received(streamOf(bytes), { contentLength: bytes.length, maxDecodedBytes })).rejects.toThrow(
    tooBig,
  );
  await expect(received(streamOf(bytes), { maxDecodedBytes })).rejects.toThrow(tooBig);
  await expect(received(streamOf(GZIP), { contentEncoding: "gzip", maxDecodedBytes })).rejects.toThrow(
    tooBig,
  );
  await expect(received(streamOf(ZSTD), { contentEncoding: "zstd", maxDecodedBytes })).rejects.toThrow(
    tooBig,
  );
  await expect(received(streamOf(bytes), { maxDecodedBytes: bytes.length })).resolves.toBe(TEXT);
});

test("gzip members without content cannot be sent for ever", async () => {
  const nothing = gzipSync("");
  const bytes = Buffer.concat(Array.from({ length: 6_000 }, () => nothing));
  const pumped = received(streamOf(bytes), { contentEncoding: "gzip", maxDecodedBytes: 100_000 });
  await expect(pumped).rejects.toThrow(expect.objectContaining({ status: 413 }));
});

test("zstd that asks for more than 8 MiB of memory is refused", async () => {
  const text = Array.from({ length: 1_500_000 }, (_, at) => (at * 7_919) % 100_003).join();
  const zstdOf = (windowLog: number) =>
    zstdCompressSync(text, { params: { [constants.ZSTD_c_windowLog]: windowLog } });
  const greedy = received(streamOf(zstdOf(24)), { contentEncoding: "zstd" });
  await expect(greedy).rejects.toThrow(
    expect.objectContaining({ status: 400, detail: expect.stringContaining("memory") }),
  );
  expect((await received(streamOf(zstdOf(23)), { contentEncoding: "zstd" })).length).toBe(text.length);
});

test("an encoding that is not read here is 415", async () => {
  for (const contentEncoding of ["br", "deflate", "gzip, gzip"]) {
    await expect(received(streamOf(GZIP), { contentEncoding })).rejects.toThrow(
      expect.objectContaining({ status: 415 }),
    );
  }
});

test.each([null, "gzip", "zstd"])(
  "encoding %s: a sender that goes away is told from a bad body",
  async (contentEncoding) => {
    const bytes =
      contentEncoding === "gzip" ? GZIP : contentEncoding === "zstd" ? ZSTD : encoder.encode(TEXT);
    const half = bytes.subarray(0, bytes.length / 2);
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(half),
      pull: (controller) => controller.error(new Error("aborted")),
    });
    await expect(received(broken, { contentEncoding })).rejects.toThrow(BodyInterruptedError);
    const short = received(streamOf(half), { contentEncoding, contentLength: bytes.length });
    await expect(short).rejects.toThrow(BodyInterruptedError);
  },
);

test("what the decoder refuses ends the pumping, compressed or not", async () => {
  const refusing = {
    write: () => {
      throw new BodyError(422, "no");
    },
  };
  for (const contentEncoding of [null, "gzip"]) {
    const pumped = pumpBody(streamOf(GZIP), refusing, { contentEncoding, contentLength: null });
    await expect(pumped).rejects.toThrow(expect.objectContaining({ status: 422 }));
  }
});

test("no chunk is read while the last one is being worked on", async () => {
  let pulled = 0;
  const endless = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulled += 1;
        if (pulled > 1_000) controller.close();
        else controller.enqueue(new Uint8Array(100));
      },
    },
    { highWaterMark: 0 },
  );
  let worked = 0;
  const afterChunk = async () => {
    worked += 1;
    await Promise.resolve();
    expect(pulled).toBeLessThanOrEqual(worked);
  };
  await pumpBody(
    endless,
    { write: () => undefined },
    { contentEncoding: null, contentLength: null, afterChunk },
  );
  expect(worked).toBe(1_000);
});

test("no body at all is a body of no bytes", async () => {
  expect(await received(null)).toBe("");
});

import fc from "fast-check";
import { expect, it } from "vitest";
import { ByteMap } from "./byteMap.ts";

/** Short ones of few bytes, so that they share beginnings and come again. */
const keys = fc.array(fc.uint8Array({ maxLength: 9, max: 2 }), { maxLength: 4_000 });

/** A key at any place of a longer buffer. */
function within(key: Uint8Array, before: number): { view: DataView; from: number; to: number } {
  const bytes = new Uint8Array(before + key.length + 5).fill(7);
  bytes.set(key, before);
  return { view: new DataView(bytes.buffer), from: before, to: before + key.length };
}

it("finds what a map of texts finds, wherever the bytes stand, and nothing else", () => {
  fc.assert(
    fc.property(keys, keys, fc.nat(9), (added, sought, before) => {
      const byBytes = new ByteMap<number>();
      const byText = new Map<string, number>();
      for (const [at, key] of added.entries()) {
        const text = Buffer.from(key).toString("hex");
        const { view, from, to } = within(key, before);
        expect(byBytes.get(view, from, to)).toBe(byText.get(text));
        if (byText.has(text)) continue;
        byBytes.add(key, at);
        byText.set(text, at);
      }
      for (const key of [...added, ...sought]) {
        const { view, from, to } = within(key, before);
        expect(byBytes.get(view, from, to)).toBe(byText.get(Buffer.from(key).toString("hex")));
      }
      expect(byBytes.size).toBe(byText.size);
    }),
    { numRuns: 40 },
  );
});

it("holds a hundred thousand keys, and none once it is cleared", () => {
  const map = new ByteMap<number>();
  const keyOf = (at: number) => Buffer.from(`__name__node_cpu_seconds_total instance n${at}`);
  for (let at = 0; at < 100_000; at++) map.add(keyOf(at), at);
  for (let at = 0; at < 100_000; at += 97) {
    const { view, from, to } = within(keyOf(at), 3);
    expect(map.get(view, from, to)).toBe(at);
  }
  expect(map.keyBytes).toBeGreaterThan(4_000_000);
  map.clear();
  expect([map.size, map.keyBytes]).toEqual([0, 0]);
  const { view, from, to } = within(keyOf(97), 0);
  expect(map.get(view, from, to)).toBeUndefined();
});

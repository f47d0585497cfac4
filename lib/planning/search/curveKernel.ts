/**
 * The two passes over a curve that are nearly all of what a search costs, as WebAssembly with 128-bit vectors: four bins at
 * a time, where JavaScript takes one. Written out here rather than compiled from elsewhere, so that it can be read, needs no
 * tool, and is a part of the program like any other; `curveMemory.test.ts` holds it against plain loops.
 */
export interface CurveKernel {
  /** Adds a curve to another, or takes it off. Addresses and length in bytes, the length a multiple of 16. */
  readonly add: (curve: number, by: number, bytes: number) => void;
  readonly take: (curve: number, by: number, bytes: number) => void;
  /**
   * Puts the values of curve − taken + added that are at least `floor` together at `out`, in the order of the bins, and gives
   * how many there are; −1 as soon as more than `most` of them are over `ceiling`.
   */
  readonly collect: (
    curve: number,
    taken: number,
    added: number,
    bytes: number,
    floor: number,
    ceiling: number,
    most: number,
    out: number,
  ) => number;
}

/** What one vector holds, in bytes. */
export const VECTOR_BYTES = 16;
const LANES = [0, 1, 2, 3];
const VALUE_BYTES = 4;

const I32 = 0x7f;
const V128 = 0x7b;
const NO_VALUE = 0x40;

const op = {
  loop: [0x03, NO_VALUE],
  if: [0x04, NO_VALUE],
  end: [0x0b],
  return: [0x0f],
  multiply: [0x6c],
  and: [0x71],
  plus: [0x6a],
  minus: [0x6b],
  shiftRight: [0x76],
  countOnes: [0x69],
  isLess: [0x48],
  isLessUnsigned: [0x49],
  store: [0x36, 2, 0],
  loadVector: [0xfd, 0x00, 4, 0],
  storeVector: [0xfd, 0x0b, 4, 0],
  splat: [0xfd, 0x11],
  isGreaterVector: [0xfd, 0x3b],
  isAtLeastVector: [0xfd, 0x3f],
  bitmask: [0xfd, 0xa4, 0x01],
  plusVector: [0xfd, 0xae, 0x01],
  minusVector: [0xfd, 0xb1, 0x01],
} as const;

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const tee = (local: number) => [0x22, local];
const constant = (value: number) => [0x41, ...toSigned(value)];
const again = (depth: number) => [0x0c, depth];
const lane = (index: number) => [0xfd, 0x1b, index];

/** Compiles it over a memory that holds the curves. */
export function openKernel(memory: WebAssembly.Memory): CurveKernel {
  compiled ??= new WebAssembly.Module(assemble());
  const { exports } = new WebAssembly.Instance(compiled, { curves: { memory } });
  // The signatures are those that `assemble` declares.
  return exports as unknown as CurveKernel;
}

let compiled: WebAssembly.Module | undefined;

interface KernelFunction {
  readonly name: keyof CurveKernel;
  readonly parameters: number;
  readonly results: readonly number[];
  readonly locals: readonly number[];
  readonly body: readonly number[];
}

function assemble(): Uint8Array<ArrayBuffer> {
  const functions = [changing("add", op.plusVector), changing("take", op.minusVector), collecting()];
  const types = functions.map(({ parameters, results }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [I32])),
    ...list(results.map((result) => [result])),
  ]);
  const bodies = functions.map(({ locals, body }) => {
    const code = [...list(locals.map((type) => [1, type])), ...body, ...op.end];
    return [...toUnsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list(types)),
    ...section(2, list([[...text("curves"), ...text("memory"), 2, 0, 1]])),
    ...section(3, list(functions.map((_, index) => [index]))),
    ...section(7, list(functions.map(({ name }, index) => [...text(name), 0, index]))),
    ...section(10, list(bodies)),
  ]);
}

/** for (end = curve + bytes; curve < end; curve += 16, by += 16) curve[…] = curve[…] ± by[…]; */
function changing(name: "add" | "take", change: readonly number[]): KernelFunction {
  const [curve, by, end] = [0, 1, 2];
  const step = [...get(curve), ...get(curve), ...op.loadVector, ...get(by), ...op.loadVector];
  const body = [
    ...[...get(curve), ...get(end), ...op.plus, ...set(end)],
    ...whileUnder(curve, end, [...step, ...change, ...op.storeVector, ...advance(curve), ...advance(by)]),
  ];
  return { name, parameters: 3, results: [], locals: [], body };
}

function collecting(): KernelFunction {
  const [curve, taken, added, end, floor, ceiling, most, out] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [first, bits, values, floors, ceilings] = [8, 9, 10, 11, 12];
  const load = [
    ...[...get(curve), ...op.loadVector, ...get(taken), ...op.loadVector, ...op.minusVector],
    ...[...get(added), ...op.loadVector, ...op.plusVector, ...tee(values)],
  ];
  const keep = LANES.flatMap((index) => [
    // Stored in any case, and written over where it was under the floor: cheaper than asking.
    ...[...get(out), ...get(values), ...lane(index), ...op.store],
    ...[...get(out), ...get(bits), ...constant(index), ...op.shiftRight, ...constant(1), ...op.and],
    ...[...constant(VALUE_BYTES), ...op.multiply, ...op.plus, ...set(out)],
  ]);
  const countOver = [
    ...[...get(most), ...get(values), ...get(ceilings), ...op.isGreaterVector, ...op.bitmask],
    ...[...op.countOnes, ...op.minus, ...tee(most), ...constant(0), ...op.isLess],
    ...[...op.if, ...constant(-1), ...op.return, ...op.end],
  ];
  const step = [
    ...[...load, ...get(floors), ...op.isAtLeastVector, ...op.bitmask, ...tee(bits)],
    ...[...op.if, ...keep, ...countOver, ...op.end],
    ...[...advance(curve), ...advance(taken), ...advance(added)],
  ];
  const body = [
    ...[...get(floor), ...op.splat, ...set(floors), ...get(ceiling), ...op.splat, ...set(ceilings)],
    ...[...get(out), ...set(first), ...get(curve), ...get(end), ...op.plus, ...set(end)],
    ...whileUnder(curve, end, step),
    ...[...get(out), ...get(first), ...op.minus, ...constant(2), ...op.shiftRight],
  ];
  return { name: "collect", parameters: 8, results: [I32], locals: [I32, I32, V128, V128, V128], body };
}

function whileUnder(address: number, end: number, step: readonly number[]): number[] {
  const isUnder = [...get(address), ...get(end), ...op.isLessUnsigned];
  return [...op.loop, ...isUnder, ...op.if, ...step, ...again(1), ...op.end, ...op.end];
}

function advance(address: number): number[] {
  return [...get(address), ...constant(VECTOR_BYTES), ...op.plus, ...set(address)];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...toUnsigned(content.length), ...content];
}

function list(entries: readonly (readonly number[])[]): number[] {
  return [...toUnsigned(entries.length), ...entries.flat()];
}

function text(value: string): number[] {
  return list(Array.from(value, (letter) => [letter.charCodeAt(0)]));
}

/** LEB128, seven bits a byte. */
function toUnsigned(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...toUnsigned(Math.floor(value / 128))];
}

/** LEB128 of −64 to 63: more than any constant here. */
function toSigned(value: number): number[] {
  return [value & 0x7f];
}

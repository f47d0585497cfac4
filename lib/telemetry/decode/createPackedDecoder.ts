import { BodyError } from "./bodyError.ts";
import { PackedReader, type PackedShape } from "./packedReader.ts";
import type { PackedCpu, PackedDecoder, PackedHead, PackedLoad, PackedMatrix } from "./packedTypes.ts";
import { DEFAULT_LIMITS, type DecoderLimits, WindowedDecoder } from "./windowedDecoder.ts";

const CPU_SHAPE: PackedShape = { names: "nodes", matrices: ["cpu"] };
const LOAD_SHAPE: PackedShape = { names: "registries", matrices: ["requests", "bytes"] };

/** `{stamp, pool, from, stepSeconds, nodes, cpu: [[value per step] per node]}`. */
export function createPackedCpuDecoder(limits: DecoderLimits = DEFAULT_LIMITS): PackedDecoder<PackedCpu> {
  return createDecoder(CPU_SHAPE, limits, (reader) => {
    const head = headOf(reader);
    const nodes = namesOf(reader, CPU_SHAPE);
    const cpu = matrixOf(reader, "cpu", nodes.length, "nodes");
    if (cpu === null) throw missing("cpu");
    return { ...head, nodes, cpu };
  });
}

/** `{stamp, pool, from, stepSeconds, registries, requests: [[…] per registry], bytes: [[…] per registry]}`. */
export function createPackedLoadDecoder(limits: DecoderLimits = DEFAULT_LIMITS): PackedDecoder<PackedLoad> {
  return createDecoder(LOAD_SHAPE, limits, (reader) => {
    const head = headOf(reader);
    const registries = namesOf(reader, LOAD_SHAPE);
    const requests = matrixOf(reader, "requests", registries.length, "registries");
    const bytes = matrixOf(reader, "bytes", registries.length, "registries");
    if (requests === null && bytes === null) {
      throw new BodyError(422, "requests and bytes are both missing: send at least one.", "requests");
    }
    if (requests !== null && bytes !== null && requests[0]?.length !== bytes[0]?.length) {
      throw new BodyError(422, "requests and bytes must have the same number of steps.", "bytes");
    }
    return { ...head, registries, requests, bytes };
  });
}

function createDecoder<Packed>(
  shape: PackedShape,
  limits: DecoderLimits,
  finish: (reader: PackedReader) => Packed,
): PackedDecoder<Packed> {
  const reader = new PackedReader(shape, limits);
  const bytes = new WindowedDecoder(reader, limits);
  return {
    write: (chunk) => bytes.write(chunk),
    end: () => {
      bytes.end();
      return finish(reader);
    },
  };
}

function missing(name: string): BodyError {
  return new BodyError(422, `${name} is missing.`, name);
}

function headOf(reader: PackedReader): PackedHead {
  const stamp = reader.texts.get("stamp");
  const pool = reader.texts.get("pool");
  const fromMs = reader.numbers.get("from");
  const stepSeconds = reader.numbers.get("stepSeconds");
  if (stamp === undefined) throw missing("stamp");
  if (pool === undefined) throw missing("pool");
  if (fromMs === undefined) throw missing("from");
  if (stepSeconds === undefined) throw missing("stepSeconds");
  return { stamp, pool, fromMs, stepSeconds };
}

function namesOf(reader: PackedReader, shape: PackedShape): readonly string[] {
  if (reader.names === null) throw missing(shape.names);
  return reader.names.names;
}

function matrixOf(reader: PackedReader, name: string, rows: number, of: string): PackedMatrix | null {
  const matrix = reader.matrices.get(name);
  if (matrix === undefined) return null;
  if (matrix.rows.length === rows) return matrix.rows;
  throw new BodyError(422, `${name} has ${matrix.rows.length} rows where ${of} has ${rows} names.`, name);
}

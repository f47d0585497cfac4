/** What both packed bodies say: one pool, from when on, in which step. */
export interface PackedHead {
  readonly stamp: string;
  readonly pool: string;
  /** Epoch milliseconds of the first value. */
  readonly fromMs: number;
  /** A divisor or a multiple of 60. */
  readonly stepSeconds: number;
}

/**
 * Values of several things over the same steps: one array a thing, all of the same length. NaN where the body says
 * `null` (no data); Infinity where it says something that is no number (NaN, Infinity), which is to be refused.
 */
export type PackedMatrix = readonly Float64Array[];

export interface PackedCpu extends PackedHead {
  /** Distinct names. */
  readonly nodes: readonly string[];
  /** Percent, one array a node. */
  readonly cpu: PackedMatrix;
}

export interface PackedLoad extends PackedHead {
  /** Distinct names. */
  readonly registries: readonly string[];
  /** One array a registry; null when the body has none. At least one of the two is there. */
  readonly requests: PackedMatrix | null;
  readonly bytes: PackedMatrix | null;
}

/** Reads one packed body, chunk by chunk. */
export interface PackedDecoder<Packed> {
  /** Throws BodyError when the body cannot be read on. */
  write(chunk: Uint8Array): void;
  /** The body is complete: what it holds. Throws BodyError when it broke off or is not of the packed shape. */
  end(): Packed;
}

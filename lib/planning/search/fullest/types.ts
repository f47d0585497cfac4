/** Jobs of one constant load each, and like machines that each may take any of them: P||Cmax. */
export interface FullestInstance {
  readonly machines: number;
  /** Whole numbers, not negative. */
  readonly sizes: readonly number[];
}

/** Indices of jobs per machine. */
export type Schedule = readonly (readonly number[])[];

export interface FullestResult {
  readonly schedule: Schedule;
  /** The load of the fullest machine. */
  readonly makespan: number;
  /** Under which no schedule can be. */
  readonly bound: number;
  /** False where it was cut off before the bound was reached. */
  readonly complete: boolean;
}

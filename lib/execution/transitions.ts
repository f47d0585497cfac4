import type { PlanState } from "../planning/planAnswer.ts";
import type { MoveState } from "../planning/planTable.ts";

/**
 * PRODUCT.md, Plans: what may become of a plan's version, of a phase and of a move. Nothing else is possible: types are
 * derived from these tables, reducers walk them, and a trigger of the database refuses every other change of a state.
 */

export const PHASE_STATES = [
  "pending",
  "approved",
  "cutting_over",
  "draining",
  "observing",
  "passed",
  "failed",
  "inconclusive",
  "rolled_back",
] as const;
export type PhaseState = (typeof PHASE_STATES)[number];

export { MOVE_STATES, type MoveState } from "../planning/planTable.ts";

/** State × action → state. */
type Table<State extends string> = Readonly<Record<State, Readonly<Record<string, State>>>>;

export const PLAN_TRANSITIONS = {
  draft: { submit: "submitted", abort: "aborted", supersede: "superseded", expire: "expired" },
  submitted: {
    approve: "approved",
    reject: "rejected",
    abort: "aborted",
    supersede: "superseded",
    expire: "expired",
  },
  approved: {
    start: "running",
    reject: "rejected",
    abort: "aborted",
    supersede: "superseded",
    expire: "expired",
  },
  running: { pause: "paused", abort: "aborted", rollback: "rolling_back", complete: "completed" },
  paused: { resume: "running", abort: "aborted", rollback: "rolling_back" },
  // A roll-back of some phases ends in a pause: what stays is looked at by a person.
  rolling_back: { roll_back_whole: "rolled_back", roll_back_part: "paused", abort: "aborted" },
  completed: {},
  rejected: { supersede: "superseded" },
  aborted: {},
  rolled_back: {},
  superseded: {},
  expired: { supersede: "superseded" },
} as const satisfies Table<PlanState>;

export const PHASE_TRANSITIONS = {
  pending: { approve: "approved" },
  // What was approved no longer holds: a new approval is asked for.
  approved: { start: "cutting_over", reconsider: "pending" },
  cutting_over: { drain: "draining", fail: "failed", roll_back: "rolled_back" },
  // Nothing was moved: there is nothing to observe.
  draining: { observe: "observing", pass: "passed", fail: "failed", roll_back: "rolled_back" },
  observing: { pass: "passed", fail: "failed", doubt: "inconclusive", roll_back: "rolled_back" },
  inconclusive: { pass: "passed", fail: "failed", repeat: "observing", roll_back: "rolled_back" },
  passed: { roll_back: "rolled_back" },
  failed: { roll_back: "rolled_back" },
  rolled_back: {},
} as const satisfies Table<PhaseState>;

export const MOVE_TRANSITIONS = {
  pending: { bind: "bound", skip: "skipped" },
  bound: { drain: "drained", revert: "reverted" },
  drained: { verify: "verified", revert: "reverted" },
  verified: { revert: "reverted" },
  skipped: {},
  reverted: {},
} as const satisfies Table<MoveState>;

export const TRANSITIONS = {
  plan: PLAN_TRANSITIONS,
  phase: PHASE_TRANSITIONS,
  move: MOVE_TRANSITIONS,
} as const;
export type Machine = keyof typeof TRANSITIONS;

type KeysOfUnion<Part> = Part extends unknown ? keyof Part : never;
export type StateOf<M extends Machine> = keyof (typeof TRANSITIONS)[M] & string;
/** Everything that can be done to a machine, whatever state it is in. */
export type ActionOf<M extends Machine> = KeysOfUnion<(typeof TRANSITIONS)[M][StateOf<M>]> & string;
/** What can be done in a state. */
export type ActionIn<M extends Machine, State extends StateOf<M>> = keyof (typeof TRANSITIONS)[M][State] &
  string;

/** The state after something that is possible; what is not possible does not compile. */
export function stateAfter<M extends Machine, State extends StateOf<M>, Action extends ActionIn<M, State>>(
  machine: M,
  state: State,
  action: Action,
): (typeof TRANSITIONS)[M][State][Action] {
  return TRANSITIONS[machine][state][action];
}

/** A row of a table, where the exact types no longer matter: its actions are its keys. */
function rowOf<M extends Machine>(
  machine: M,
  state: StateOf<M>,
): Readonly<Partial<Record<string, StateOf<M>>>> {
  const table: Readonly<Record<string, Readonly<Record<string, string>>>> = TRANSITIONS[machine];
  // The values of a machine's rows are states of that machine: the tables are checked for it where they stand.
  return (table[state] ?? {}) as Readonly<Partial<Record<string, StateOf<M>>>>;
}

/** The state after something that may not be possible: null then. */
export function tryAction<M extends Machine>(
  machine: M,
  state: StateOf<M>,
  action: ActionOf<M>,
): StateOf<M> | null {
  return rowOf(machine, state)[action] ?? null;
}

/** What can be done in a state, in the order of the table. */
export function possibleActions<M extends Machine>(machine: M, state: StateOf<M>): readonly ActionOf<M>[] {
  return Object.keys(rowOf(machine, state)) as ActionOf<M>[];
}

/** Each change of a state that is possible, once: what the database's trigger knows too. */
export function listTransitions(): readonly { machine: Machine; from: string; to: string }[] {
  return (Object.keys(TRANSITIONS) as Machine[]).flatMap((machine) =>
    Object.entries<Readonly<Record<string, string>>>(TRANSITIONS[machine]).flatMap(([from, actions]) =>
      [...new Set(Object.values(actions))].map((to) => ({ machine, from, to })),
    ),
  );
}

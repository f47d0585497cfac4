/** Requests of people (pages, and what pages ask for) that are being answered; and the bodies of samples that make way. */
interface Traffic {
  ballastPeople?: { answering: number; turn: Promise<void> };
}

/** On globalThis, because Next bundles this module more than once. */
function traffic(): NonNullable<Traffic["ballastPeople"]> {
  const shared = globalThis as typeof globalThis & Traffic;
  shared.ballastPeople ??= { answering: 0, turn: Promise.resolve() };
  return shared.ballastPeople;
}

/** Counts a request of people until `done` is called. */
export function noteAnswering(): { readonly done: () => void } {
  const shared = traffic();
  shared.answering++;
  let isDone = false;
  return {
    done: () => {
      if (!isDone) shared.answering--;
      isDone = true;
    },
  };
}

/** For each millisecond that samples took, so many are left to people while they are being answered. */
const REST_FOR_WORK = 3;
/** So that a clock that jumps, or a machine that stood still, holds nobody up for long. */
const LONGEST_REST_MS = 250;

/**
 * Waits, while people are being answered, until it is this body's turn: one chunk of samples for each round of the event
 * loop, and after each a rest of some times what it took, however busy the machine is; so a page waits for one of them at
 * some of its steps and not for all that are there. Else at once. `workMs`: of the chunk that was worked on before.
 */
export function afterPeople(workMs: number): Promise<void> | undefined {
  const shared = traffic();
  if (shared.answering === 0) return undefined;
  const restMs = Math.min(LONGEST_REST_MS, Math.floor(workMs * REST_FOR_WORK));
  const rest = () =>
    new Promise<void>((resolve) => {
      if (restMs > 0 && traffic().answering > 0) setTimeout(resolve, restMs);
      else setImmediate(resolve);
    });
  shared.turn = shared.turn.then(rest);
  return shared.turn;
}

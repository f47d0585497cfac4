import { type Proposal, propose } from "./propose.ts";
import { NEGLIGIBLE_POINTS, type SearchContext } from "./searchContext.ts";

/** Temperatures, and what a point of excess is worth at first, in parts of the traffic of a usual move. */
export interface Cooling {
  readonly first: number;
  readonly last: number;
  readonly point: number;
  /** Where excess cannot be avoided, a placement counts only within its ceilings; elsewhere they are in the way. */
  readonly keepsCeilings: boolean;
}

/** Powers of e by which the price of a point would rise in all with excess throughout, and fall without. */
const DEARER = 15;
const CHEAPER = 30;
/** No point is worth more than so many usual moves: dearer, everything would freeze before it is in place. */
const MOST_MOVES_PER_POINT = 30;
/** What a move is worth beside its traffic, in parts of it: where moves have a price of their own, or are nearly used up. */
const MOVE_PART = 0.5;
const NEARLY_ALL_MOVES = 0.8;

interface Annealing {
  readonly context: SearchContext;
  readonly keepsCeilings: boolean;
  /** Traffic units that a point of excess is worth, and a move. */
  pointPrice: number;
  readonly movePrice: number;
  /** So many have none. */
  readonly freeMoves: number;
}

/**
 * Changes the placement a little at a time, for the worse the more seldom the worse it is and the later (simulated
 * annealing, Kirkpatrick, Gelatt and Vecchi 1983), with excess priced in traffic rather than forbidden: between two
 * placements without excess there is often no way but through some that have it. The price follows what comes, so that
 * the walk keeps crossing that border.
 *
 * `progress`: the part that is done, asked before each step; 1 or more ends it. `visit`: called after each change, with
 * that part.
 */
export function anneal(
  context: SearchContext,
  cooling: Cooling,
  tools: { readonly progress: () => number; readonly visit: (done: number) => void },
): void {
  const { state, rng, model } = context;
  const usual = model.traffic.reduce((sum, units) => sum + units, 0) / Math.max(1, model.traffic.length);
  const scale = Math.max(state.moved.length > 0 ? state.trafficMoved / state.moved.length : usual, 1);
  const annealing: Annealing = {
    context,
    keepsCeilings: cooling.keepsCeilings,
    pointPrice: cooling.point * scale,
    movePrice: MOVE_PART * scale,
    freeMoves: model.instance.minimumGainPoints > 0 ? 0 : NEARLY_ALL_MOVES * model.instance.mostMoves,
  };
  let last = 0;
  for (let done = tools.progress(); done < 1; done = tools.progress()) {
    const over = state.totalExcess() > NEGLIGIBLE_POINTS;
    const price = annealing.pointPrice * Math.exp((over ? DEARER : -CHEAPER) * (done - last));
    annealing.pointPrice = Math.min(price, MOST_MOVES_PER_POINT * scale);
    last = done;
    const temperature = scale * cooling.first * (cooling.last / cooling.first) ** done;
    const proposal = propose(context);
    if (proposal === null) continue;
    if (!isTaken(annealing, proposal, -temperature * Math.log(1 - rng()))) continue;
    for (const { item, to } of proposal.steps) state.move(item, to);
    tools.visit(done);
  }
}

/** Whether what the proposal adds is at most `tolerated` traffic units; looks at curves only where it can be. */
function isTaken(
  { context, pointPrice, movePrice, freeMoves, keepsCeilings }: Annealing,
  { steps, moves, traffic }: Proposal,
  tolerated: number,
): boolean {
  const { state, evaluator } = context;
  const [{ item, to }, second] = steps;
  const from = state.place[item] ?? 0;
  const other = second?.item ?? -1;
  const priced = state.moved.length + moves > freeMoves ? moves : 0;
  const left = (tolerated - traffic - priced * movePrice) / pointPrice;
  const most = left + (state.excess[from] ?? 0) + (state.excess[to] ?? 0);
  const there = evaluator.excessAfter(to, { taken: other, added: item }, { most, keepsCeilings });
  if (there > most) return false;
  const rest = { most: most - there, keepsCeilings };
  return evaluator.excessAfter(from, { taken: item, added: other }, rest) <= rest.most;
}

import { type Proposal, propose } from "./propose.ts";
import { NEGLIGIBLE_POINTS, type SearchContext } from "./searchContext.ts";

/** Temperatures, and what a point of excess is worth at first, in parts of the traffic of a usual move. */
export interface Cooling {
  readonly first: number;
  readonly last: number;
  readonly point: number;
}

/** Powers of e by which the price of a point would rise in all with excess throughout, and fall without. */
const DEARER = 15;
const CHEAPER = 30;
/** No point is worth more than so many usual moves: dearer, everything would freeze before it is in place. */
const MOST_MOVES_PER_POINT = 30;
/** Where moves have a price of their own, what one is worth beside its traffic, in parts of it. */
const MOVE_PART = 0.5;

interface Annealing {
  readonly context: SearchContext;
  /** Traffic units that a point of excess is worth, and a move. */
  pointPrice: number;
  readonly movePrice: number;
}

/**
 * Changes the placement a little at a time, for the worse the more seldom the worse it is and the later (simulated
 * annealing, Kirkpatrick, Gelatt and Vecchi 1983), with excess priced in traffic rather than forbidden: between two
 * placements without excess there is often no way but through some that have it. The price follows what comes, so that
 * the walk keeps crossing that border. Ceilings are let go of on the way.
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
    pointPrice: cooling.point * scale,
    movePrice: model.instance.minimumGainPoints > 0 ? MOVE_PART * scale : 0,
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
  { context, pointPrice, movePrice }: Annealing,
  { steps, moves, traffic }: Proposal,
  tolerated: number,
): boolean {
  const { state, evaluator } = context;
  const [{ item, to }, second] = steps;
  const from = state.place[item] ?? 0;
  const other = second?.item ?? -1;
  const left = (tolerated - traffic - moves * movePrice) / pointPrice;
  const most = left + (state.excess[from] ?? 0) + (state.excess[to] ?? 0);
  const there = evaluator.excessAfter(to, { taken: other, added: item }, most);
  if (there > most) return false;
  return evaluator.excessAfter(from, { taken: item, added: other }, most - there) <= most - there;
}

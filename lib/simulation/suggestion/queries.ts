import type { ContributionSource } from "../../contribution/judged/queries.ts";
import { type Failure, ok, type Result } from "../../core/index.ts";
import { findHomesAt } from "../../fleet/bindings/queries.ts";
import type { FleetStamp } from "../../fleet/types.ts";
import { type CheckedMoves, checkMoves, type KnownHome } from "../checkMoves.ts";
import { newStampsOf } from "../queries.ts";
import { fitRegion, type MeasuredRegion, measureRegion } from "../region/queries.ts";
import { simulateMoves } from "../simulateMoves.ts";
import { windowOfBody } from "../simulationBody.ts";
import { suggestDestination } from "../suggestDestination.ts";
import { answerSuggestion } from "../suggestionAnswer.ts";
import type { SuggestionAnswer, SuggestionBody } from "../suggestionBody.ts";
import type { PlannedStamp } from "../types.ts";

interface Candidate {
  readonly stamp: string;
  readonly checked: CheckedMoves;
}

/**
 * `POST /api/v1/simulations/suggestions`: to which existing shared stamp registries might go together. Every candidate is
 * simulated by the same engine as `POST /api/v1/simulations`. `malformed` for a window that is none, `invalid` for
 * registries and other moves that cannot be.
 */
export async function suggest(
  source: ContributionSource,
  { body, nowMs }: { readonly body: SuggestionBody; readonly nowMs: number },
): Promise<Result<SuggestionAnswer, Failure>> {
  const { registries, ...given } = body;
  const request = windowOfBody(given);
  if (!request.ok) return request;
  const measured = await measureRegion(source, { region: body.region, request: request.value, nowMs });
  if (!measured.ok) return measured;
  const region = measured.value;
  const planned = [...region.planned, ...newStampsOf(given, region)];
  const others = body.moves.filter(({ registry }) => !registries.includes(registry));
  const known = await findHomesAt(source.database.prisma, {
    names: [...registries, ...others.map(({ registry }) => registry)],
    region: body.region,
    atMs: region.atMs,
  });
  const homes = new Map(known.map((home) => [home.asked, home]));
  const check = (to: string | null) =>
    checkMoves({
      body: {
        ...given,
        moves: [...others, ...(to === null ? [] : registries.map((registry) => ({ registry, to })))],
      },
      homes,
      stamps: region.stamps,
      pools: region.pools.map(({ pool }) => pool),
      planned,
    });
  const baseline = check(null);
  if (!baseline.ok) return baseline;
  const chosen = chooseCandidates(
    region,
    registries.flatMap((name) => homes.get(name) ?? []),
    check,
  );
  if (!chosen.ok) return chosen;
  const { candidates, leftOut } = chosen.value;
  const simulate = await simulatorOf(source, region, {
    planned,
    all: [baseline.value, ...candidates.map(({ checked }) => checked)],
  });
  const checkedOf = new Map(candidates.map(({ stamp, checked }) => [stamp, checked]));
  const suggestion = suggestDestination({
    stamps: candidates.map(({ stamp }) => stamp),
    baseline: simulate(baseline.value),
    simulate: (stamp) => simulate(checkedOf.get(stamp) ?? baseline.value),
  });
  return ok(
    answerSuggestion({ region: body.region, window: region.window, registries, suggestion, leftOut }),
  );
}

type Check = (to: string | null) => Result<CheckedMoves, Failure>;

/** The stamps that may take these registries, and why the others of the region may not. */
function chooseCandidates(
  region: MeasuredRegion,
  homes: readonly KnownHome[],
  check: Check,
): Result<{ candidates: readonly Candidate[]; leftOut: SuggestionAnswer["leftOut"] }, Failure> {
  const candidates: Candidate[] = [];
  const leftOut: { stamp: string; reason: string }[] = [];
  for (const stamp of region.stamps.filter((one) => one.region === region.region)) {
    const reason = refuseStamp(stamp, homes);
    const checked = check(stamp.name);
    const destination = checked.ok ? null : checked.error.errors?.find(({ path }) => path.endsWith(".to"));
    // A registry that cannot be moved at all is no fault of the stamp's.
    if (!checked.ok && destination === undefined) return checked;
    if (reason !== null) leftOut.push({ stamp: stamp.name, reason });
    else if (checked.ok) candidates.push({ stamp: stamp.name, checked: checked.value });
    else leftOut.push({ stamp: stamp.name, reason: destination?.message ?? checked.error.detail });
  }
  return ok({ candidates, leftOut });
}

function refuseStamp(stamp: FleetStamp, homes: readonly KnownHome[]): string | null {
  if (homes.length > 0 && homes.every((home) => home.stamp === stamp.name)) return "their present home";
  if (stamp.planned) return "planned: it does not exist yet";
  if (stamp.kind !== "shared") return "isolated";
  if (stamp.cordoned) return "cordoned";
  return stamp.inDeployment ? "in deployment" : null;
}

/** Fits the pools that any of the placements touches, once for all of them. */
async function simulatorOf(
  source: ContributionSource,
  region: MeasuredRegion,
  asked: { readonly planned: readonly PlannedStamp[]; readonly all: readonly CheckedMoves[] },
) {
  const touched = new Set(
    asked.all.flatMap(({ homes, phases }) => [
      ...homes.values(),
      ...phases.flatMap(({ moves }) => moves.map(({ to }) => to)),
    ]),
  );
  const { pools } = await fitRegion(source, region, touched);
  return ({ homes, phases }: CheckedMoves) => {
    const used = new Set(phases.flatMap(({ moves }) => moves.map(({ to }) => to)));
    const planned = asked.planned.filter(({ name }) => used.has(name));
    return simulateMoves({ ...region.window, homes, phases, pools, planned }).pools;
  };
}

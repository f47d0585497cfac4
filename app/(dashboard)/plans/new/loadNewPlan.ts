import type { TimeRange } from "#lib/charts/index.ts";
import { resolveSettings } from "#lib/fleet/settings.ts";
import { pageApp } from "#lib/http/page.ts";
import type { ProposalAnswer } from "#lib/planning/proposal/proposalAnswer.ts";
import { getProposal } from "#lib/planning/proposal/queries.ts";
import { loadStampContribution } from "../../contribution/loadContribution.ts";
import { describeReasons } from "../../stamps/describeReasons.ts";
import { loadStampsPage } from "../../stamps/loadStamps.ts";
import type { StampRow } from "../../stamps/stampRow.ts";
import type { NewPlanView } from "./newPlanView.ts";

interface NewPlanAsked {
  /** Empty = the fleet. */
  readonly region: string;
  readonly range: TimeRange;
  readonly stamp: string;
  readonly proposal: number | null;
}

/** What the planner is asked with; a stamp brings its region, and the tenants that dominate it. */
export async function loadNewPlanPage(asked: NewPlanAsked): Promise<NewPlanView> {
  const context = await pageApp();
  const nowMs = context.clock();
  const shape = await context.shape.current();
  const stamp = shape.stamps.find(({ name }) => name === asked.stamp);
  const { rows, readMs, latestDataMs } = await loadStampsPage({ region: "", range: asked.range });
  const read =
    asked.proposal === null
      ? null
      : await getProposal(context.database.prisma, { id: asked.proposal, nowMs });
  const proposal = read?.ok ? read.value : null;
  const region = stamp?.region ?? proposal?.region ?? asked.region;
  return {
    regions: shape.regions.map(({ name }) => name),
    region: shape.regions.some(({ name }) => name === region) ? region : "",
    dominating: stamp === undefined ? [] : await findDominating(stamp.name, asked.range),
    hot: hotStamps(rows, region),
    proposal,
    thresholds: thresholdsOf(proposal, region, shape.overrides),
    readMs,
    latestDataMs,
  };
}

/** Not known: nobody is named, and the planner judges. */
async function findDominating(stamp: string, range: TimeRange): Promise<string[]> {
  const read = await loadStampContribution({ stamp, pool: "", range });
  return read.ok ? [...new Set(read.value.dominance.map(({ tenant }) => tenant))] : [];
}

function hotStamps(rows: readonly StampRow[], region: string): NewPlanView["hot"] {
  return rows
    .filter((row) => row.reasons.length > 0 && (region === "" || row.region === region))
    .toSorted((one, other) => (other.heat ?? 0) - (one.heat ?? 0))
    .map((row) => ({ name: row.name, region: row.region, why: describeReasons(row.reasons) }));
}

function thresholdsOf(
  proposal: ProposalAnswer | null,
  region: string,
  overrides: Parameters<typeof resolveSettings>[0],
): NewPlanView["thresholds"] {
  const kinds = new Set((proposal?.simulation?.pools ?? []).map(({ kind }) => kind));
  return Object.fromEntries(
    [...kinds].map((poolKind) => [poolKind, resolveSettings(overrides, { region, poolKind }).thresholds]),
  );
}

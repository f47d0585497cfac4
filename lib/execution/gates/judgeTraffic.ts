import type { GateCheck, GateRules, GateTraffic } from "./types.ts";

/** Less a minute is no traffic that a ratio could tell of. */
const LEAST_A_MINUTE = 1;
/** Of the moved registries' load, still on the source: as a drain is judged. */
const LEFT_SHARE = 0.01;
/** A registry that had traffic and now has less than this part of it is not there. */
const SILENT_SHARE = 0.05;

/**
 * Whether what left the source has arrived (PRODUCT.md, Gates: traffic parity). The moved registries' load in the observation's
 * peak window is held against the same clock hours before, less what the day itself changed: how the registries that did
 * not move went on the same stamps. Hardly anything may be left on the source, and no registry may have fallen silent.
 */
export function judgeTraffic(traffic: GateTraffic | null, rules: GateRules): GateCheck {
  if (traffic === null || traffic.moved.before === null || traffic.moved.after === null)
    return check("inconclusive", null, "The load of the moved registries was not reported before and after.");
  const { moved, others, left, measure } = traffic;
  const { before, after } = { before: moved.before ?? 0, after: moved.after ?? 0 };
  if (before < LEAST_A_MINUTE)
    return check("not_applicable", null, "The moved registries had no traffic to speak of before.");
  const silent = traffic.registries.filter(
    (one) =>
      one.before !== null && one.before >= LEAST_A_MINUTE && (one.after ?? 0) < SILENT_SHARE * one.before,
  );
  const dayRatio = ratioOf(others.before, others.after);
  const ratio = after / before / (dayRatio ?? 1);
  const most = 1 + rules.parityTolerance;
  const least = 1 / most;
  const bounds = { least, most };
  const day = `${traffic.isOtherWeekday ? ", another kind of weekday" : ""}`;
  const because =
    dayRatio === null ? "" : ` (others on the same stamps: ${percent(dayRatio)} of before; set against that)`;
  const words = `The moved registries have ${percent(ratio)} of the ${measure} that they had in the same hours before${day}${because}`;
  if (left !== null && left > LEFT_SHARE * (after + left))
    return check(
      "inconclusive",
      ratio,
      `${words}, and ${percent(left / (after + left))} of it is still on the source; ${percent(LEFT_SHARE)} may be.`,
      bounds,
    );
  if (silent.length > 0)
    return check(
      "inconclusive",
      ratio,
      `${words}; ${silent.map(({ registry }) => registry).join(", ")} had traffic before and has next to none now.`,
      bounds,
    );
  return ratio < least || ratio > most
    ? check("inconclusive", ratio, `${words}: outside ${percent(least)} to ${percent(most)}.`, bounds)
    : check("pass", ratio, `${words}: it is all there.`, bounds);
}

function ratioOf(before: number | null, after: number | null): number | null {
  return before === null || after === null || before < LEAST_A_MINUTE || after <= 0 ? null : after / before;
}

function check(
  verdict: GateCheck["verdict"],
  value: number | null,
  sentence: string,
  bounds: { readonly least: number; readonly most: number } | null = null,
): GateCheck {
  return {
    check: "parity",
    question: "traffic_all_there",
    verdict,
    stamp: null,
    pool: null,
    value,
    least: bounds?.least ?? null,
    most: bounds?.most ?? null,
    sentence,
  };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

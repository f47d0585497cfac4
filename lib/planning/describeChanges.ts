import { type DecidedPhase, diffPlans, type PlanDifference } from "./diffPlans.ts";
import type { PlanContent, PlanPhase } from "./planContent.ts";

/** A plan as far as changes of it are told. */
export interface ToldPlan {
  readonly name: string;
  readonly content: PlanContent;
}

/** What makes one plan another, one sentence a change, in words that a person can check. Equal plans: none. */
export function describeChanges(before: ToldPlan, after: ToldPlan): string[] {
  const one = before.content;
  const other = after.content;
  const told: string[] = [];
  const tell = (what: string, was: string, is: string) => {
    if (was !== is) told.push(`${what}: ${was} → ${is}`);
  };
  tell("name", before.name, after.name);
  tell("region", one.region, other.region);
  tell("snapshot", windowText(one), windowText(other));
  tell("limit", limitText(one.limitP95), limitText(other.limitP95));
  tell("start", timeText(one.startAt), timeText(other.startAt));
  told.push(...describeStamps(one, other));
  const phases = (content: PlanContent) => content.phases.map((phase) => decidedPhase(phase, content.region));
  told.push(...diffPlans(phases(one), phases(other)).map(describeDifference));
  told.push(...describeWaits(one.phases, other.phases));
  return told;
}

/** A phase as `diffPlans` takes it. */
export function decidedPhase(
  { name, class: kind, observationHours, notBefore, moves }: PlanPhase,
  region: string,
): DecidedPhase {
  return {
    name,
    class: kind,
    observationHours,
    notBefore,
    moves: moves.map(({ registry, from, to, skipped }) => ({ registry, region, from, to, skipped })),
  };
}

/** One difference in words. */
export function describeDifference(difference: PlanDifference): string {
  switch (difference.kind) {
    case "move_added":
      return `${difference.registry} moves to ${difference.to}, in phase ${difference.phase}`;
    case "move_removed":
      return `${difference.registry} no longer moves to ${difference.to} (it was in phase ${difference.phase})`;
    case "destination_changed":
      return `${difference.registry} moves to ${difference.after} instead of ${difference.before}`;
    case "phase_changed":
      return `${difference.registry} goes with phase ${difference.after} instead of ${difference.before}`;
    case "order_changed":
      return `${difference.registry} is number ${difference.after} of its phase instead of ${difference.before}`;
    case "skip_changed":
      if (difference.after === null) return `${difference.registry} is no longer skipped`;
      return `${difference.registry} is skipped: ${difference.after}`;
    case "phase_moved":
      return `phase “${difference.name}” is number ${difference.after} instead of ${difference.before}`;
    case "phase_added":
      return `phase ${difference.phase}, “${difference.name}”, is new`;
    case "phase_removed":
      return `phase ${difference.phase}, “${difference.name}”, is gone`;
    case "phase_name":
      return `phase ${difference.phase} is called “${difference.after}” instead of “${difference.before}”`;
    case "phase_class":
      return `phase ${difference.phase} is of class ${difference.after} instead of ${difference.before}`;
    case "observation_hours":
      return `phase ${difference.phase} is observed for ${difference.after} h instead of ${difference.before} h`;
    case "not_before":
      return `phase ${difference.phase} begins ${earliestText(difference.after)} instead of ${earliestText(difference.before)}`;
  }
}

function earliestText(time: string | number | null): string {
  return time === null ? "as soon as it can" : `not before ${instantText(String(time))}`;
}

function windowText({ window }: PlanContent): string {
  return `${shortTime(window.from)} to ${instantText(window.to)}`;
}

function limitText(limit: number | null): string {
  return limit === null ? "as set" : `${limit} %`;
}

function timeText(time: string | null): string {
  return time === null ? "as soon as it is approved" : instantText(time);
}

/** `2026-11-24 17:00 UTC`, as times of plans are typed. */
function instantText(iso: string): string {
  return `${shortTime(iso)} UTC`;
}

function shortTime(iso: string): string {
  return new Date(iso).toISOString().slice(0, 16).replace("T", " ");
}

function describeStamps(before: PlanContent, after: PlanContent): string[] {
  const was = new Map(before.newStamps.map((stamp) => [stamp.name, stampText(stamp)]));
  const is = new Map(after.newStamps.map((stamp) => [stamp.name, stampText(stamp)]));
  return [
    ...[...was.keys()].filter((name) => !is.has(name)).map((name) => `${name} is not to be made`),
    ...[...is].flatMap(([name, text]) => {
      const earlier = was.get(name);
      if (earlier === text) return [];
      return [
        earlier === undefined
          ? `${name} is to be made: ${text}`
          : `${name} is to be made as ${text} instead of ${earlier}`,
      ];
    }),
  ];
}

function stampText({ kind, pools }: PlanContent["newStamps"][number]): string {
  const sizes = pools.map(
    ({ name, instances, vcpusPerNode }) =>
      `${name} ${instances} × ${vcpusPerNode === null ? "" : `${vcpusPerNode} vCPU `}nodes`,
  );
  return `${kind}, ${sizes.join(", ")}`;
}

/** Who answers for a shorter wait, where that alone has changed. */
function describeWaits(before: readonly PlanPhase[], after: readonly PlanPhase[]): string[] {
  return after.flatMap(({ shortened }, place) => {
    const was = before[place]?.shortened ?? null;
    if (shortened === null || JSON.stringify(sortedWait(shortened)) === JSON.stringify(sortedWait(was)))
      return [];
    return [
      `phase ${place + 1} is observed for less than ${shortened.fromHours} h by word of ${shortened.approver}: ${shortened.reason}`,
    ];
  });
}

function sortedWait(wait: PlanPhase["shortened"]): unknown {
  return wait === null ? null : [wait.fromHours, wait.approver, wait.reason];
}

import { err, type Failure, type FieldError, ok, type Result } from "../core/index.ts";
import { classifyMoves } from "./classifyMoves.ts";
import { namePhase } from "./formPhases.ts";
import type { PhaseBody } from "./planBody.ts";
import type { PlanPhase } from "./planContent.ts";
import type { PlanRegion } from "./planRegion.ts";
import { MOVE_CLASSES, type MoveClass } from "./types.ts";

type Known = Pick<PlanRegion, "homes" | "tenants" | "traffic" | "rules">;

/**
 * Phases as they were sent, with all that was left out: where each registry stands and whose it is, class, name, batch and
 * observation. `invalid`, naming every place: a registry that is moved twice, is not where it was said to be, or is
 * there already, and an observation that is shorter than set without an approver (other than the `authors`: whoever
 * wrote it, under whichever name) and a reason.
 */
export function completePhases(
  sent: readonly PhaseBody[],
  region: Known,
  authors: readonly string[],
): Result<PlanPhase[], Failure> {
  const errors = [...checkHomes(sent, region), ...checkWaits(sent, region, authors)];
  const [first] = errors;
  if (first !== undefined)
    return err({
      code: "invalid",
      detail: `${first.message}${errors.length > 1 ? ` ${errors.length - 1} more of them are wrong.` : ""}`,
      errors: errors.slice(0, 100),
    });
  const classes = classesOf(sent, region);
  const seen = countClasses([]);
  const all = countClasses(classes);
  return ok(
    sent.map((phase, place): PlanPhase => {
      const kind = classes[place] ?? "medium";
      const batch = ++seen[kind];
      const standard = region.rules.phases.observationHours[kind];
      const hours = phase.observationHours ?? standard;
      const registry = phase.moves[0]?.registry ?? "";
      return {
        name: phase.name ?? namePhase(kind, { batch, batches: all[kind], registry }),
        class: kind,
        batch,
        observationHours: hours,
        notBefore: phase.notBefore,
        shortened:
          hours < standard && phase.shortened !== null ? { ...phase.shortened, fromHours: standard } : null,
        moves: phase.moves.map(({ registry: name, to, reason, skipped }) => ({
          registry: name,
          tenant: region.tenants.get(name) ?? "",
          from: region.homes.get(name) ?? "",
          to,
          reason,
          skipped,
        })),
      };
    }),
  );
}

function checkHomes(sent: readonly PhaseBody[], { homes }: Known): FieldError[] {
  const seen = new Map<string, number>();
  return sent.flatMap(({ moves }, phase) =>
    moves.flatMap(({ registry, from, to }, place): FieldError[] => {
      const path = `phases[${phase}].moves[${place}]`;
      const earlier = seen.get(registry);
      if (earlier === undefined) seen.set(registry, phase + 1);
      const home = homes.get(registry);
      if (earlier !== undefined)
        return [
          {
            path: `${path}.registry`,
            message: `${registry} is moved by phase ${earlier} already: a plan moves it once.`,
          },
        ];
      if (home === to) return [{ path: `${path}.to`, message: `${registry} is on ${to} already.` }];
      if (from !== undefined && from !== home)
        return [{ path: `${path}.from`, message: `${registry} is not on ${from}, it is on ${home}.` }];
      return [];
    }),
  );
}

function checkWaits(sent: readonly PhaseBody[], region: Known, authors: readonly string[]): FieldError[] {
  const classes = classesOf(sent, region);
  return sent.flatMap(({ observationHours, shortened }, phase): FieldError[] => {
    const standard = region.rules.phases.observationHours[classes[phase] ?? "medium"];
    if (observationHours === undefined || observationHours >= standard) return [];
    const path = `phases[${phase}].shortened`;
    if (shortened === null)
      return [
        {
          path,
          message: `Phase ${phase + 1} is observed for ${observationHours} h instead of ${standard} h: that needs an approver by name, and a reason.`,
        },
      ];
    if (authors.includes(shortened.approver))
      return [
        {
          path: `${path}.approver`,
          message: `Phase ${phase + 1} is shortened by its own author: name somebody else who takes it upon them.`,
        },
      ];
    return [];
  });
}

/** The class that was said, else the highest of what the phase moves. */
function classesOf(sent: readonly PhaseBody[], { tenants, traffic, homes, rules }: Known): MoveClass[] {
  const classified = classifyMoves(
    sent.flatMap(({ moves }) =>
      moves.map(({ registry, to }) => ({
        registry,
        tenant: tenants.get(registry) ?? "",
        from: homes.get(registry) ?? "",
        to,
        traffic: traffic.get(registry) ?? { requests: null, bytes: null },
      })),
    ),
    rules.classes,
  );
  const classOf = new Map(classified.map((move) => [move.registry, move.class]));
  return sent.map((phase) => {
    if (phase.class !== undefined) return phase.class;
    const ranks = phase.moves.map(({ registry }) => MOVE_CLASSES.indexOf(classOf.get(registry) ?? "tail"));
    return MOVE_CLASSES[Math.max(0, ...ranks)] ?? "medium";
  });
}

function countClasses(classes: readonly MoveClass[]): Record<MoveClass, number> {
  const count = (kind: MoveClass) => classes.filter((one) => one === kind).length;
  return { tail: count("tail"), medium: count("medium"), top: count("top") };
}

"use client";

import { Menu } from "@base-ui/react/menu";
import { ChevronDown, MoreHorizontal } from "lucide-react";
import { memo, useState } from "react";
import { formatUtcDateTime } from "#lib/charts/index.ts";
import { MOVE_CLASSES, type MoveClass } from "#lib/planning/types.ts";
import { CLASS_MEANINGS, countOf, describeRadius, hoursText } from "../../planWords.ts";
import { TierBadge } from "../../TierBadge.tsx";
import type { AssessedDraft } from "./assessedDraft.ts";
import { MOVE_GRID, MoveRow } from "./MoveRow.tsx";
import { PhaseTimes } from "./PhaseTimes.tsx";
import type { PhaseCardProps } from "./phaseCardProps.ts";
import { changePhase, mergeWithNext, placePhase } from "./planDraft.ts";
import { TypedField } from "./TypedField.tsx";

/** So many moves are shown of a phase before it is unfolded. */
const SHOWN_MOVES = 12;

/** A phase of a draft with its moves. */
export const PhaseCard = memo(function PhaseCard(props: PhaseCardProps) {
  const { phase, index, assessed, region, drag } = props;
  const isTarget = drag.target?.phase === index;
  return (
    <section
      id={`draft-phase-${index + 1}`}
      aria-label={`Phase ${index + 1}, ${phase.name}`}
      onDragOver={(event) => drag.over(index, event)}
      onDrop={drag.drop}
      className={`min-w-0 scroll-mt-16 rounded-lg border bg-surface ${isTarget ? "border-accent" : "border-line"}`}
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 pt-2.5 pb-1">
        <span className="inline-flex h-6 min-w-6 items-center justify-center rounded-full bg-sunken px-1.5 font-semibold">
          {index + 1}
        </span>
        <TypedField
          label={`Name of phase ${index + 1}`}
          showsLabel={false}
          value={phase.name}
          width="w-56 font-semibold"
          onCommit={(text) => {
            if (text.trim() === "") return "A phase needs a name.";
            props.change((draft) => changePhase(draft, index, { name: text.trim() }), `name ${index}`);
            return null;
          }}
        />
        <span className="text-ink-soft" title={CLASS_MEANINGS[phase.class]}>
          {phase.class} · {countOf(phase.moves.length, "move", "moves")}
        </span>
        {assessed !== null && (
          <span title={describeRadius(assessed, region)}>
            <TierBadge tier={assessed.tier} />
          </span>
        )}
        <span className="ml-auto">
          <PhaseMenu {...props} />
        </span>
      </header>
      <PhaseTimes {...props} />
      <ScheduleLine {...props} />
      <Moves {...props} />
    </section>
  );
});

function ScheduleLine({ assessed, readMs }: PhaseCardProps) {
  if (assessed === null)
    return <p className="px-3 pb-1.5 text-ink-faint">When it would run is being worked out…</p>;
  const { schedule } = assessed;
  if (schedule === null) return <p className="px-3 pb-1.5 font-medium">It finds no place in the calendar.</p>;
  const time = (iso: string) => formatUtcDateTime(Date.parse(iso), readMs);
  const waits = schedule.waits.map(({ why }) => why).join("; ");
  return (
    <p className="px-3 pb-1.5 text-ink-soft">
      Cuts over {time(schedule.startAt)}–{time(schedule.cutOverAt)}, observed until{" "}
      {time(schedule.observedAt)} UTC{waits === "" ? "." : `; it waits: ${waits}.`}
    </p>
  );
}

function Moves({ phase, index, told, drag, actions }: PhaseCardProps) {
  const [isUnfolded, setIsUnfolded] = useState(false);
  const foldsAway = phase.moves.length > SHOWN_MOVES + 2;
  const shown =
    foldsAway && !isUnfolded
      ? phase.moves.filter(
          ({ registry }, place) => place < SHOWN_MOVES || told.moves.get(registry)?.broken != null,
        )
      : phase.moves;
  const isTarget = drag.target?.phase === index;
  const last = shown.at(-1)?.registry;
  return (
    <>
      <p
        aria-hidden="true"
        className={`hidden border-t border-line px-2 py-0.5 text-2xs text-ink-faint md:grid ${MOVE_GRID}`}
      >
        <span />
        <span>Registry</span>
        <span>From → to</span>
        <span className="text-right">Share</span>
        <span>Source P95</span>
        <span>Destination P95</span>
      </p>
      <ol aria-label={`Moves of phase ${index + 1}`}>
        {shown.map((move) => (
          <MoveRow
            key={move.registry}
            move={move}
            assessed={assessedMove(told, move.registry)}
            doubts={told.doubts.get(move.registry) ?? NO_DOUBTS}
            isFirstBroken={told.broken?.registry === move.registry}
            isDragged={drag.dragged === move.registry}
            drop={
              !isTarget
                ? null
                : drag.target?.before === move.registry
                  ? "before"
                  : drag.target?.before === null && move.registry === last
                    ? "after"
                    : null
            }
            actions={actions}
          />
        ))}
      </ol>
      {foldsAway && (
        <button
          type="button"
          aria-expanded={isUnfolded}
          onClick={() => setIsUnfolded(!isUnfolded)}
          className="flex w-full items-center gap-1.5 border-t border-line px-3 py-1.5 text-ink-soft hover:bg-hover"
        >
          <ChevronDown size={14} aria-hidden="true" className={isUnfolded ? "rotate-180" : ""} />
          {isUnfolded ? "Show fewer" : `Show all ${phase.moves.length} moves`}
        </button>
      )}
    </>
  );
}

const NO_DOUBTS = [] as const;

function assessedMove(told: AssessedDraft, registry: string) {
  return told.moves.get(registry) ?? null;
}

function PhaseMenu({ index, count, phase, change, observationHours }: PhaseCardProps) {
  // A greater class is watched longer, unless someone answers for less.
  const hoursAs = (kind: MoveClass) =>
    phase.shortened === null
      ? Math.max(phase.observationHours, observationHours[kind])
      : phase.observationHours;
  return (
    <Menu.Root>
      <Menu.Trigger className="control control-icon" aria-label={`What to do with phase ${index + 1}`}>
        <MoreHorizontal size={16} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="end" className="z-50">
          <Menu.Popup className="popup w-60 p-1">
            <Menu.Item
              className="menu-item"
              disabled={index === 0}
              onClick={() => change((draft) => placePhase(draft, index, index - 1))}
            >
              Run it earlier
            </Menu.Item>
            <Menu.Item
              className="menu-item"
              disabled={index === count - 1}
              onClick={() => change((draft) => placePhase(draft, index, index + 1))}
            >
              Run it later
            </Menu.Item>
            <Menu.Item
              className="menu-item"
              disabled={index === count - 1}
              onClick={() => change((draft) => mergeWithNext(draft, index))}
            >
              Merge with the next
            </Menu.Item>
            <Menu.Separator className="my-1 border-t border-line" />
            {MOVE_CLASSES.map((kind) => (
              <Menu.Item
                key={kind}
                className="menu-item"
                disabled={phase.class === kind}
                onClick={() =>
                  change((draft) =>
                    changePhase(draft, index, { class: kind, observationHours: hoursAs(kind) }),
                  )
                }
              >
                Class {kind}
                <span className="ml-auto text-xs text-ink-soft">{hoursText(hoursAs(kind))}</span>
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

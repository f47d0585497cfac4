"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { EmptyState } from "../../../../_components/EmptyState.tsx";
import { assessedDraftOf, phaseKey } from "./assessedDraft.ts";
import type { OpenedDialog } from "./EditDialogs.tsx";
import type { EditView } from "./editView.ts";
import { MoveMenu, type OpenedMenu } from "./MoveMenu.tsx";
import type { MoveActions } from "./MoveRow.tsx";
import { PhaseCard } from "./PhaseCard.tsx";
import { findMove, type PlanDraft, placeMove, stepMove } from "./planDraft.ts";
import { type DropTarget, type MoveDrag, useMoveDrag } from "./useMoveDrag.ts";
import type { PlanEditor } from "./usePlanEditor.ts";

interface PhaseListProps {
  readonly view: EditView;
  readonly editor: PlanEditor;
  readonly onOpen: (dialog: OpenedDialog) => void;
}

/** The phases in running order; moves are dragged between them, stepped by keys, or sent by their menu. */
export function PhaseList({ view, editor, onOpen }: PhaseListProps) {
  const { state, change } = editor;
  const { draft, saved } = state;
  const told = useMemo(() => assessedDraftOf(saved), [saved]);
  const [menu, setMenu] = useState<OpenedMenu | null>(null);
  const drop = useCallback(
    (registry: string, target: DropTarget) => change((now) => dropMove(now, registry, target)),
    [change],
  );
  const drag = useMoveDrag(drop);
  const { step, words } = useSteps(draft, change);
  const { start, end } = useLatest(drag);
  const actions = useMemo<MoveActions>(
    () => ({
      step,
      openMenu: (registry, anchor) => setMenu({ registry, anchor }),
      dragStart: start,
      dragEnd: end,
    }),
    [step, start, end],
  );
  const shorten = useCallback(
    (phase: number, hours: number) => onOpen({ kind: "shorten", phase, hours }),
    [onOpen],
  );
  if (draft.phases.length === 0)
    return (
      <section className="rounded-lg border border-line bg-surface">
        <EmptyState title="It moves nothing yet">
          <p>Add registries: say who moves, and where to. They come in phases that you then arrange.</p>
        </EmptyState>
      </section>
    );
  return (
    <>
      <p role="status" className="sr-only">
        {words}
      </p>
      {draft.phases.map((phase, index) => (
        <PhaseCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a phase is its place in the order; its fields hold no state of their own
          key={index}
          phase={phase}
          index={index}
          count={draft.phases.length}
          region={view.plan.region}
          observationHours={view.observationHours}
          assessed={told.phases.get(phaseKey(phase)) ?? null}
          told={told}
          drag={drag}
          actions={actions}
          readMs={view.readMs}
          change={change}
          onShorten={shorten}
        />
      ))}
      {menu !== null && (
        <MoveMenu
          opened={menu}
          draft={draft}
          stamps={view.stamps}
          change={change}
          onSkip={(registry) => onOpen({ kind: "skip", registry })}
          onClose={() => setMenu(null)}
        />
      )}
    </>
  );
}

/** A target names the move before which the dragged one is put: its place is that among the others. */
function dropMove(draft: PlanDraft, registry: string, { phase, before }: DropTarget): PlanDraft {
  if (before === registry) return draft;
  const others = (draft.phases[phase]?.moves ?? []).filter((move) => move.registry !== registry);
  const place = others.findIndex((move) => move.registry === before);
  return placeMove(draft, registry, { phase, place: place < 0 ? others.length : place });
}

/** Handlers that stay the same while what they do changes, so that rows are not drawn anew. */
function useLatest(drag: MoveDrag) {
  const latest = useRef(drag);
  useEffect(() => {
    latest.current = drag;
  }, [drag]);
  return useMemo(
    () => ({
      start: (...input: Parameters<MoveDrag["start"]>) => latest.current.start(...input),
      end: () => latest.current.end(),
    }),
    [],
  );
}

/** Steps by the arrow keys: the focus goes along, and where the move stands then is said aloud. */
function useSteps(draft: PlanDraft, change: PlanEditor["change"]) {
  const [stepped, setStepped] = useState<{ readonly registry: string } | null>(null);
  const step = useCallback(
    (registry: string, by: -1 | 1) => {
      change((now) => stepMove(now, registry, by));
      setStepped({ registry });
    },
    [change],
  );
  // External system: the focus, which is lost when a row goes to another list.
  useEffect(() => {
    if (stepped === null) return;
    const handle = document.querySelector(`[data-handle="${CSS.escape(stepped.registry)}"]`);
    if (handle instanceof HTMLElement && document.activeElement !== handle) handle.focus();
  }, [stepped]);
  const at = stepped === null ? null : findMove(draft, stepped.registry);
  const words =
    stepped === null || at === null
      ? ""
      : `${stepped.registry} is move ${at.place + 1} of ${draft.phases[at.phase]?.moves.length ?? 0} in phase ${at.phase + 1}.`;
  return { step, words };
}

"use client";

import { GripVertical, MoreHorizontal, TriangleAlert } from "lucide-react";
import { type DragEvent, type KeyboardEvent, memo } from "react";
import { formatCpu, formatFixed, NO_VALUE } from "#lib/charts/index.ts";
import type { AssessedMove, PlanDoubt } from "#lib/planning/planAssessment.ts";
import type { PlanMove } from "#lib/planning/planContent.ts";
import { registryHref, stampHref, tenantHref } from "../../../../_components/scope/hrefs.ts";
import { ScopedLink } from "../../../../_components/scope/ScopedLink.tsx";
import { describeBroken, sharePercent } from "../../planWords.ts";

/** What a row does; the same for all rows, so that an edit draws only what it changes. */
export interface MoveActions {
  readonly step: (registry: string, by: -1 | 1) => void;
  readonly openMenu: (registry: string, anchor: HTMLElement) => void;
  readonly dragStart: (registry: string, event: DragEvent) => void;
  readonly dragEnd: () => void;
}

interface MoveRowProps {
  readonly move: PlanMove;
  /** Null = it has not been assessed since it was added. */
  readonly assessed: AssessedMove | null;
  readonly doubts: readonly PlanDoubt[];
  /** The first step of the plan that breaks a rule. */
  readonly isFirstBroken: boolean;
  readonly isDragged: boolean;
  /** Where the dragged one would be put. */
  readonly drop: "before" | "after" | null;
  readonly actions: MoveActions;
}

/** The columns of moves, where there is room for columns. */
export const MOVE_GRID =
  "gap-x-2 md:grid-cols-[24px_minmax(0,1.3fr)_minmax(0,1.1fr)_52px_minmax(0,1fr)_minmax(0,1fr)_28px]";

/** A move of a draft: who, where to, what it does there, and whether that is safe. */
export const MoveRow = memo(function MoveRow(props: MoveRowProps) {
  const { move, assessed, doubts, isFirstBroken, isDragged, drop, actions } = props;
  const { registry } = move;
  const isSkipped = move.skipped !== null;
  const line =
    drop === null
      ? ""
      : drop === "before"
        ? "shadow-[inset_0_2px_0_var(--accent)]"
        : "shadow-[inset_0_-2px_0_var(--accent)]";
  return (
    <li
      data-move={registry}
      className={`grid grid-cols-[24px_minmax(0,1fr)_28px] items-start gap-x-2 border-t border-line px-2 py-1.5 hover:bg-hover ${MOVE_GRID} ${isDragged ? "opacity-40" : ""} ${line}`}
    >
      <Handle registry={registry} actions={actions} />
      <span className="min-w-0">
        <ScopedLink href={registryHref(registry)} className="name-link block truncate" title={registry}>
          {registry}
        </ScopedLink>
        <ScopedLink
          href={tenantHref(move.tenant)}
          className="block truncate text-xs text-ink-soft hover:underline"
        >
          {move.tenant}
        </ScopedLink>
      </span>
      <span className="order-last col-start-2 min-w-0 truncate md:order-none md:col-start-auto">
        <ScopedLink href={stampHref(move.from)} className="text-ink-soft hover:underline">
          {move.from}
        </ScopedLink>
        <span aria-hidden="true"> → </span>
        <span className="sr-only">to</span>
        <span className={isSkipped ? "line-through" : "font-medium"}>{move.to}</span>
      </span>
      {isSkipped ? (
        <span className="order-last col-start-2 text-ink-soft md:order-none md:col-span-3 md:col-start-auto">
          <span className="font-medium text-ink">Skipped:</span> {move.skipped}
        </span>
      ) : (
        <Effects assessed={assessed} />
      )}
      <button
        type="button"
        className="control control-icon"
        aria-label={`What to do with ${registry}`}
        aria-haspopup="menu"
        onClick={(event) => actions.openMenu(registry, event.currentTarget)}
      >
        <MoreHorizontal size={16} aria-hidden="true" />
      </button>
      <Troubles assessed={isSkipped ? null : assessed} doubts={doubts} isFirstBroken={isFirstBroken} />
    </li>
  );
});

function Handle({ registry, actions }: Pick<MoveRowProps, "actions"> & { readonly registry: string }) {
  function onKeyDown(event: KeyboardEvent) {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    actions.step(registry, by);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers do not drag a real button
    <span
      role="button"
      tabIndex={0}
      draggable
      data-handle={registry}
      aria-label={`Move ${registry} up or down`}
      title="Drag it, or press the arrow keys"
      onDragStart={(event) => actions.dragStart(registry, event)}
      onDragEnd={actions.dragEnd}
      onKeyDown={onKeyDown}
      className="control control-icon w-6 cursor-grab active:cursor-grabbing"
    >
      <GripVertical size={14} aria-hidden="true" />
    </span>
  );
}

/** Share of the moved traffic, and the fullest pool of either end before and after this step. */
function Effects({ assessed }: { assessed: AssessedMove | null }) {
  if (assessed === null)
    return (
      <span className="order-last col-start-2 text-ink-faint md:order-none md:col-span-3 md:col-start-auto">
        being worked out…
      </span>
    );
  const share = Math.max(assessed.requestShare ?? -1, assessed.byteShare ?? -1);
  return (
    <>
      <span
        className="hidden text-right text-ink-soft md:block"
        title="Share of all that moves, the greater of requests and bytes"
      >
        {sharePercent(share < 0 ? null : share)}
      </span>
      <End name="source" end={assessed.source} />
      <End name="destination" end={assessed.destination} />
    </>
  );
}

function End({ name, end }: { name: string; end: AssessedMove["source"] }) {
  const place = "order-last col-start-2 min-w-0 truncate md:order-none md:col-start-auto";
  if (end === null) return <span className={`${place} text-ink-faint`}>{NO_VALUE}</span>;
  const { pool, before, after, low, high } = end;
  const interval =
    low === null || high === null || formatFixed(low, 0) === formatFixed(high, 0)
      ? ""
      : ` (${formatFixed(low, 0)}–${formatFixed(high, 0)})`;
  const words = `${pool} of the ${name}, hot-node P95: ${before === null ? "new" : formatCpu(before)}, after this step ${formatCpu(after)}${interval}`;
  return (
    <span className={place} title={words}>
      <span className="text-xs text-ink-faint md:hidden">{name} </span>
      <span className="text-ink-soft">{before === null ? "new" : formatFixed(before, 1)} → </span>
      {formatCpu(after)}
      <span className="text-ink-faint">{interval}</span>
      <span className="truncate text-xs text-ink-faint max-md:pl-1.5 md:block">{pool}</span>
    </span>
  );
}

function Troubles({
  assessed,
  doubts,
  isFirstBroken,
}: Pick<MoveRowProps, "assessed" | "doubts" | "isFirstBroken">) {
  const broken = assessed?.broken ?? null;
  if (broken === null && doubts.length === 0) return null;
  return (
    <ul className="order-last col-start-2 col-end-[-1] flex flex-col gap-0.5 pt-0.5">
      {broken !== null && (
        <li className="flex items-start gap-1.5 font-medium">
          <TriangleAlert size={14} aria-hidden="true" className="mt-[3px] shrink-0" />
          <span>
            {isFirstBroken ? "The plan breaks here: " : "Not safe here: "}
            {describeBroken(broken)}.
          </span>
        </li>
      )}
      {doubts.map(({ code, detail }) => (
        <li key={`${code} ${detail}`} className="flex items-start gap-1.5">
          <TriangleAlert size={14} aria-hidden="true" className="mt-[3px] shrink-0" />
          <span>{detail}</span>
        </li>
      ))}
    </ul>
  );
}

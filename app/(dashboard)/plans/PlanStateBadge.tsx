import {
  Ban,
  CircleCheck,
  CircleX,
  Layers,
  type LucideIcon,
  Pause,
  PencilLine,
  Play,
  RotateCcw,
  Send,
  ThumbsUp,
  TimerOff,
  Undo2,
} from "lucide-react";
import type { PlanState } from "#lib/planning/planAnswer.ts";
import { STATE_WORDS } from "./planWords.ts";

const ICONS: Readonly<Record<PlanState, LucideIcon>> = {
  draft: PencilLine,
  submitted: Send,
  approved: ThumbsUp,
  running: Play,
  paused: Pause,
  rolling_back: RotateCcw,
  completed: CircleCheck,
  rejected: CircleX,
  aborted: Ban,
  rolled_back: Undo2,
  superseded: Layers,
  expired: TimerOff,
};

/** Something happens, or has to: it stands out. */
const LIVELY = new Set<PlanState>(["submitted", "approved", "running", "paused", "rolling_back"]);

/** The state of a version as shape and word. */
export function PlanStateBadge({ state }: { state: PlanState }) {
  const Icon = ICONS[state];
  return (
    <span
      className={`inline-flex items-center gap-1.5 whitespace-nowrap ${LIVELY.has(state) ? "font-semibold text-ink" : "text-ink-soft"}`}
    >
      <Icon size={14} aria-hidden="true" className="shrink-0" />
      {STATE_WORDS[state]}
    </span>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { authorize } from "#lib/auth/roles.ts";
import type { PlanExecution } from "#lib/execution/executionAnswer.ts";
import { Dialog } from "../../../../_components/overlay/Dialog.tsx";
import { DialogActions } from "../../../../_components/overlay/DialogActions.tsx";
import { Query } from "../../../../_components/overlay/ExplainDialog.tsx";
import { countOf } from "../../planWords.ts";
import type { PlanView } from "../planView.ts";
import { callRun } from "./callRun.ts";
import { movePath } from "./runWords.ts";

type Phase = PlanExecution["phases"][number];
interface BindMovesProps {
  readonly view: PlanView;
  readonly phase: Phase;
}

/** What is to be done outside, exactly and in its order; then it is recorded, one registry at a time or all that are left. */
export function BindMoves({ view, phase }: BindMovesProps) {
  const [isOpen, setIsOpen] = useState(false);
  const left = phase.moves.filter(({ state }) => state === "pending");
  const [next] = left;
  if (next === undefined || !authorize(view.person.role, "operator")) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-medium">Next: {next.instruction}</span>
      <button type="button" className="control control-primary" onClick={() => setIsOpen(true)}>
        {left.length === 1 ? `Bind ${next.registry}` : `Bind ${left.length} registries`}
      </button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Change ${countOf(left.length, "home", "homes")}, then record it`}
        width="wide"
      >
        <BindForm {...{ view, left }} onDone={() => setIsOpen(false)} />
      </Dialog>
    </div>
  );
}

function BindForm({
  view: { plan },
  left,
  onDone,
}: {
  view: PlanView;
  left: Phase["moves"];
  onDone: () => void;
}) {
  const router = useRouter();
  const [confirmation, setConfirmation] = useState("");
  const [bound, setBound] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function bind(moves: Phase["moves"]) {
    setProblem(null);
    for (const [at, move] of moves.entries()) {
      setBound(at);
      const answer = await callRun(plan, movePath(move, "bind"), {
        ...(confirmation.trim() === "" ? {} : { confirmation: confirmation.trim() }),
      });
      if (answer === null) continue;
      setBound(null);
      setProblem(`${move.registry}: ${answer}`);
      router.refresh();
      return;
    }
    setBound(null);
    router.refresh();
    onDone();
  }

  return (
    <div className="flex flex-col gap-3">
      <p className="text-base">
        Ballast changes nothing by itself: set these home stamps, in this order, and then record it. From that
        instant on the inventory says so, and each drain is watched.
      </p>
      <Query
        name="What to do"
        text={left.map(({ registry, from, to }) => `${registry}: ${from} -> ${to}`).join("\n")}
      />
      <label className="flex flex-col gap-1">
        <span className="text-ink-soft">What proves it (a ticket, an operation); may be left out</span>
        <input
          className="field h-9"
          value={confirmation}
          onChange={(event) => setConfirmation(event.target.value)}
        />
      </label>
      <DialogActions
        problem={problem}
        onCancel={onDone}
        confirm={left.length === 1 ? "Record as bound" : `Record all ${left.length} as bound`}
        sending={bound !== null && `Recording ${bound + 1} of ${left.length}…`}
        onConfirm={() => void bind(left)}
      >
        {left.length > 1 && (
          <button
            type="button"
            className="control"
            disabled={bound !== null}
            onClick={() => void bind(left.slice(0, 1))}
          >
            Only {left[0]?.registry}
          </button>
        )}
      </DialogActions>
    </div>
  );
}

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
import { Reason } from "./RunButton.tsx";
import { movePath } from "./runWords.ts";

type Moves = PlanExecution["phases"][number]["moves"];

interface ChangeHomesProps {
  readonly view: PlanView;
  /** What is left to be changed, in its order. */
  readonly left: Moves;
  readonly isBack: boolean;
}

/** What is to be done outside, exactly and in its order; then it is recorded, one registry at a time or all that are left. */
export function ChangeHomes({ view, left, isBack }: ChangeHomesProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [next] = left;
  const isFrozen = view.execution?.frozen != null;
  if (next === undefined || (isFrozen && !isBack)) return null;
  if (!authorize(view.person.role, isFrozen ? "approver" : "operator"))
    return <p className="font-medium">Next: {next.instruction}</p>;
  const all = isBack
    ? left.length === 1
      ? `Take ${next.registry} back`
      : `Take ${left.length} registries back`
    : left.length === 1
      ? `Bind ${next.registry}`
      : `Bind ${left.length} registries`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-medium">Next: {next.instruction}</span>
      <button type="button" className="control control-primary" onClick={() => setIsOpen(true)}>
        {all}
      </button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title={`Change ${countOf(left.length, "home", "homes")}${isBack ? " back" : ""}, then record it`}
        width="wide"
      >
        <ChangeForm {...{ view, left, isBack, isFrozen }} onDone={() => setIsOpen(false)} />
      </Dialog>
    </div>
  );
}

type ChangeFormProps = ChangeHomesProps & { readonly isFrozen: boolean; readonly onDone: () => void };

function ChangeForm({ view: { plan }, left, isBack, isFrozen, onDone }: ChangeFormProps) {
  const router = useRouter();
  const [said, setSaid] = useState("");
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function change(moves: Moves) {
    setProblem(null);
    const word = said.trim();
    for (const [at, move] of moves.entries()) {
      setSent(at);
      const path = movePath(move, isBack ? "revert" : "bind");
      const answer = await callRun(
        plan,
        path,
        word === "" ? {} : { [isBack ? "reason" : "confirmation"]: word },
      );
      if (answer === null) continue;
      setSent(null);
      setProblem(`${move.registry}: ${answer}`);
      router.refresh();
      return;
    }
    setSent(null);
    router.refresh();
    onDone();
  }

  const done = isBack ? "back" : "bound";
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base">
        Ballast changes nothing by itself: set these home stamps, in this order, and then record it. From that
        instant on the inventory says so{isBack ? "." : ", and each drain is watched."}
      </p>
      <Query
        name="What to do"
        text={left
          .map(({ registry, from, to }) => `${registry}: ${isBack ? `${to} -> ${from}` : `${from} -> ${to}`}`)
          .join("\n")}
      />
      {isBack ? (
        <Reason isRequired={isFrozen} value={said} onChange={setSaid} />
      ) : (
        <label className="flex flex-col gap-1">
          <span className="text-ink-soft">What proves it (a ticket, an operation); may be left out</span>
          <input className="field h-9" value={said} onChange={(event) => setSaid(event.target.value)} />
        </label>
      )}
      <DialogActions
        problem={problem}
        onCancel={onDone}
        confirm={left.length === 1 ? `Record as ${done}` : `Record all ${left.length} as ${done}`}
        sending={sent !== null && `Recording ${sent + 1} of ${left.length}…`}
        isDisabled={isFrozen && said.trim() === ""}
        onConfirm={() => void change(left)}
      >
        {left.length > 1 && (
          <button
            type="button"
            className="control"
            disabled={sent !== null}
            onClick={() => void change(left.slice(0, 1))}
          >
            Only {left[0]?.registry}
          </button>
        )}
      </DialogActions>
    </div>
  );
}

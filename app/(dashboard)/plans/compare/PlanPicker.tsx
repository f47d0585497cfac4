"use client";

import { useEffect, useState } from "react";
import { type PlanList, planListSchema } from "#lib/planning/planAnswer.ts";
import { type CallResult, callApi } from "../../../_components/callApi.ts";
import { Dialog } from "../../../_components/overlay/Dialog.tsx";
import { PlanStateBadge } from "../PlanStateBadge.tsx";

interface PlanPickerProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly onPick: (id: number, version: number) => void;
}

const SHOWN = 30;

/** Finds a plan by its name, number, author or one of its registries. */
export function PlanPicker({ isOpen, onOpenChange, onPick }: PlanPickerProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Choose a plan">
      {isOpen && <Found onPick={onPick} />}
    </Dialog>
  );
}

function Found({ onPick }: Pick<PlanPickerProps, "onPick">) {
  const [typed, setTyped] = useState("");
  const answer = usePlans(typed.trim());
  return (
    <div className="flex flex-col gap-2">
      <label className="flex flex-col gap-1 text-ink-soft">
        Name, number, author or registry
        <input
          type="search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className="field text-ink"
        />
      </label>
      <Results answer={answer} onPick={onPick} />
    </div>
  );
}

interface ResultsProps extends Pick<PlanPickerProps, "onPick"> {
  readonly answer: CallResult<PlanList> | null;
}

function Results({ answer, onPick }: ResultsProps) {
  if (answer === null) return <p role="status">Reading the plans…</p>;
  if (!answer.ok) return <p role="alert">{answer.error.message}</p>;
  const { plans, nextCursor } = answer.value;
  if (plans.length === 0) return <p className="text-ink-soft">No plan is called that.</p>;
  return (
    <>
      <ul className="flex max-h-[50vh] flex-col overflow-y-auto">
        {plans.map(({ id, name, region, version, state, author }) => (
          <li key={id}>
            <button
              type="button"
              className="flex w-full flex-wrap items-center gap-x-3 rounded-sm px-2 py-1.5 text-left hover:bg-hover"
              onClick={() => onPick(id, version)}
            >
              <span className="min-w-0 flex-1 truncate">
                <span className="font-medium">{name}</span>{" "}
                <span className="text-ink-soft">
                  #{id}, {region}, {author}
                </span>
              </span>
              <PlanStateBadge state={state} />
            </button>
          </li>
        ))}
      </ul>
      {nextCursor !== null && (
        <p className="text-xs text-ink-soft">The latest {SHOWN}: type to find older ones.</p>
      )}
    </>
  );
}

function usePlans(q: string): CallResult<PlanList> | null {
  const [answer, setAnswer] = useState<CallResult<PlanList> | null>(null);
  // External system: the API.
  useEffect(() => {
    const aborter = new AbortController();
    const query = new URLSearchParams({ limit: String(SHOWN), ...(q === "" ? {} : { q }) });
    void callApi(`/api/v1/plans?${query}`, { schema: planListSchema, signal: aborter.signal }).then(
      (answered) => {
        if (!aborter.signal.aborted) setAnswer(answered);
      },
    );
    return () => aborter.abort();
  }, [q]);
  return answer;
}

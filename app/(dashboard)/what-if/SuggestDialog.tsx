"use client";

import { useEffect, useMemo, useState } from "react";
import { formatCount, formatCpu, formatFixed, NO_VALUE, type TimeRange } from "#lib/charts/index.ts";
import { type SuggestionAnswer, suggestionAnswerSchema } from "#lib/simulation/suggestionBody.ts";
import { callApi } from "../../_components/callApi.ts";
import { Dialog } from "../../_components/overlay/Dialog.tsx";
import { DataTable } from "../../_components/table/DataTable.tsx";
import type { DataColumn } from "../../_components/table/types.ts";
import { namePools } from "./describeOutcome.ts";
import type { Scenario } from "./scenario.ts";
import { simulationBodyOf } from "./scenarioBody.ts";

interface SuggestDialogProps {
  readonly region: string;
  readonly range: TimeRange;
  readonly scenario: Scenario;
  /** That go together. */
  readonly registries: readonly string[];
  readonly onUse: (stamp: string) => void;
  readonly onNewStamp: () => void;
  readonly onClose: () => void;
}

/** Where registries could go together: every shared stamp that takes load, simulated, the best first. */
export function SuggestDialog(props: SuggestDialogProps) {
  const { registries, onUse, onNewStamp, onClose } = props;
  const { answer, problem } = useSuggestion(props);
  const what =
    registries.length === 1 ? (registries[0] ?? "") : `${formatCount(registries.length)} registries`;
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Where could ${what} go?`}
      description="Every shared stamp that takes load, simulated with them on it. Best is the one that keeps the most room in its fullest pool."
      width="wide"
    >
      {problem !== null && <p role="alert">{problem}</p>}
      {answer === null && problem === null && (
        <p role="status" className="py-6 text-ink-soft">
          Simulating them on every shared stamp of {props.region}…
        </p>
      )}
      {answer !== null && (
        <div className="flex flex-col gap-3">
          <p className="text-base font-medium">{answer.because}</p>
          {answer.suggestion === null && (
            <p className="text-ink-soft">
              Pick fewer of them, send them to several stamps, or try a stamp of their own.
            </p>
          )}
          <Candidates answer={answer} onUse={onUse} />
          {answer.leftOut.length > 0 && (
            <p className="text-xs text-ink-soft">
              Not considered: {answer.leftOut.map(({ stamp, reason }) => `${stamp} (${reason})`).join(", ")}.
            </p>
          )}
          <div className="flex justify-end gap-2">
            <button type="button" className="control" onClick={onNewStamp}>
              Try a new stamp
            </button>
            {answer.suggestion !== null && (
              <button
                type="button"
                className="control control-primary"
                onClick={() => onUse(answer.suggestion ?? "")}
              >
                Send to {answer.suggestion}
              </button>
            )}
          </div>
        </div>
      )}
    </Dialog>
  );
}

type Candidate = SuggestionAnswer["candidates"][number];

function Candidates({ answer, onUse }: { answer: SuggestionAnswer; onUse: (stamp: string) => void }) {
  const columns = useMemo(() => candidateColumns(onUse), [onUse]);
  if (answer.candidates.length === 0) return null;
  return (
    <div className="-mx-4 border-y border-line [&>section]:max-h-[40vh] [&>section]:overflow-auto">
      <DataTable
        caption="Shared stamps by the room they would keep"
        columns={columns}
        rows={answer.candidates}
        rowId={({ stamp }) => stamp}
        rowHeight={38}
        emptyText=""
      />
    </div>
  );
}

function candidateColumns(onUse: (stamp: string) => void): DataColumn<Candidate>[] {
  return [
    {
      id: "stamp",
      header: "Stamp",
      width: 96,
      isRowHeader: true,
      cell: ({ stamp }) => <span className="font-medium">{stamp}</span>,
    },
    {
      id: "after",
      header: "P95 after",
      width: 76,
      align: "right",
      cell: ({ tightest }) => formatCpu(tightest?.after ?? null),
    },
    {
      id: "pool",
      header: "in",
      width: 92,
      meaning: "Its fullest pool",
      cell: ({ tightest }) => <span className="text-ink-soft">{tightest?.pool ?? NO_VALUE}</span>,
    },
    {
      id: "room",
      header: "Limit",
      width: 84,
      align: "right",
      meaning: "How far its fullest pool stays under its limit, or goes over it",
      cell: ({ roomPoints }) => roomText(roomPoints),
    },
    {
      id: "effect",
      header: "What it would do",
      width: 300,
      cell: (row) => {
        const text = effectText(row);
        return (
          <span className={row.fits ? "text-ink-soft" : ""} title={text}>
            {text}
          </span>
        );
      },
    },
    {
      id: "use",
      header: "",
      width: 84,
      align: "right",
      cell: ({ stamp }) => (
        <button
          type="button"
          className="control h-7"
          onClick={() => onUse(stamp)}
          aria-label={`Send to ${stamp}`}
        >
          Send
        </button>
      ),
    },
  ];
}

function roomText(points: number | null): string {
  if (points === null) return "not known";
  return `${formatFixed(Math.abs(points), 1)} ${points < 0 ? "over" : "under"}`;
}

function effectText({ fits, mayExceed, roomPoints, newlyOver }: Candidate): string {
  if (fits) return mayExceed ? "stays under, though it may go over" : "every pool stays under its limit";
  if (roomPoints === null) return "what they would do there cannot be told";
  if (newlyOver.length === 0) return "it is over its limit already";
  return `${namePools(newlyOver)} would go over ${newlyOver.length > 1 ? "their limits" : "its limit"}`;
}

/** Asked once, when the dialog opens. */
function useSuggestion({ region, range, scenario, registries }: SuggestDialogProps) {
  // A text, so that the same question is not asked twice.
  const body = JSON.stringify({ ...simulationBodyOf(scenario, { region, range }), registries });
  const [state, setState] = useState<{ answer: SuggestionAnswer | null; problem: string | null }>({
    answer: null,
    problem: null,
  });
  // External system: the API.
  useEffect(() => {
    const aborter = new AbortController();
    void callApi("/api/v1/simulations/suggestions", {
      method: "POST",
      body: JSON.parse(body),
      schema: suggestionAnswerSchema,
      signal: aborter.signal,
    }).then((read) => {
      if (aborter.signal.aborted) return;
      setState(
        read.ok ? { answer: read.value, problem: null } : { answer: null, problem: read.error.message },
      );
    });
    return () => aborter.abort();
  }, [body]);
  return state;
}

"use client";

import { useQueryStates } from "nuqs";
import { minuteToIso } from "#lib/core/index.ts";
import { ScopedLink } from "../../../_components/scope/ScopedLink.tsx";
import { useScope } from "../../../_components/scope/useScope.ts";
import { joinWords } from "../../stamps/describeReasons.ts";
import { describeProposal } from "./describeProposal.ts";
import { draftHref, NEW_PLAN_PARSERS } from "./newPlanParameters.ts";
import type { NewPlanView } from "./newPlanView.ts";
import { ProposalOptionsPanel } from "./ProposalOptionsPanel.tsx";
import { ProposalResult } from "./ProposalResult.tsx";
import { type ProposalOptions, proposalBodyOf } from "./proposalOptions.ts";
import { RunningProposal } from "./RunningProposal.tsx";
import { SaveProblem, SaveProposal } from "./SaveProposal.tsx";
import { useProposal } from "./useProposal.ts";

/** The planner is asked, followed, and its answer saved as a draft. */
export function ProposeScreen({ view }: { view: NewPlanView }) {
  const { options, asked, change } = useOptions(view);
  const { range } = useScope();
  const { state, start, cancel } = useProposal(view.proposal, (id) => void asked(id));
  const propose = () => {
    const window =
      range.kind === "peak"
        ? "peak"
        : range.kind === "relative"
          ? `now-${range.minutes}m`
          : { from: minuteToIso(range.fromMinute), to: minuteToIso(range.toMinute) };
    void start(proposalBodyOf(options, window));
  };
  return (
    <div className="flex flex-col gap-4">
      <HotStamps view={view} isShown={state.kind === "none"} />
      {state.kind === "made" && (
        <section
          aria-label="What is proposed"
          className="flex flex-col gap-3 rounded-lg border border-accent bg-surface px-4 py-3"
        >
          <p className="text-base font-medium">{describeProposal(state.answer)}</p>
          <SaveProposal proposal={state.answer} />
        </section>
      )}
      <ProposalOptionsPanel
        options={options}
        regions={view.regions}
        tenantsNote={tenantsNote(view, options)}
        isRunning={state.kind === "running"}
        hasAnswer={state.kind === "made"}
        onChange={change}
        onPropose={propose}
      />
      {state.kind === "running" && <RunningProposal state={state} onCancel={cancel} />}
      {state.kind === "failed" && <SaveProblem problem={state.problem} />}
      {state.kind === "made" && <ProposalResult view={view} proposal={state.answer} />}
    </div>
  );
}

function tenantsNote({ dominating }: NewPlanView, { tenants }: ProposalOptions): string {
  if (dominating.length === 0 || tenants !== dominating.join(", ")) return "";
  return `${joinWords(dominating)} ${dominating.length === 1 ? "dominates" : "dominate"} this stamp. Clear the field, and anyone may move.`;
}

/** The question as the URL has it; where it says nothing of tenants, the stamp does. */
function useOptions(view: NewPlanView) {
  const [parameters, setParameters] = useQueryStates(NEW_PLAN_PARSERS, {
    history: "replace",
    shallow: true,
    scroll: false,
  });
  const { setRegion } = useScope();
  const { tenants, limit, moves, gain, leave, leaveStamps, make } = parameters;
  const options: ProposalOptions = {
    region: view.region,
    tenants: tenants ?? view.dominating.join(", "),
    limit,
    moves,
    gain,
    leave,
    leaveStamps,
    make,
  };
  return {
    options,
    asked: (id: number) => setParameters({ proposal: id }),
    change: ({ region, ...rest }: Partial<ProposalOptions>) => {
      if (Object.keys(rest).length > 0) void setParameters(rest);
      if (region === undefined) return;
      // Another region is another question: a stamp and its tenants belong to the one before.
      void setParameters({ stamp: null, tenants: null, proposal: null }).then(() => setRegion(region));
    },
  };
}

/** Hot stamps to begin from, where none was named. */
function HotStamps({ view, isShown }: { view: NewPlanView; isShown: boolean }) {
  if (!isShown || view.hot.length === 0) return null;
  return (
    <section aria-label="Hot stamps" className="rounded-lg border border-line bg-surface px-4 py-3">
      <h2 className="text-base font-semibold">Stamps that ask for a plan</h2>
      <ul className="mt-1 flex flex-col divide-y divide-line">
        {view.hot.map(({ name, region, why }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
            <span className="font-medium">{name}</span>
            <span className="min-w-0 flex-1 text-ink-soft">{why}</span>
            <ScopedLink href={draftHref(name, region)} className="control h-7">
              Draft for {name}
            </ScopedLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

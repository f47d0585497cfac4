"use client";

import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import {
  type ProposalAnswer,
  type ProposalProgress,
  proposalAnswerSchema,
  proposalProgressSchema,
} from "#lib/planning/proposal/proposalAnswer.ts";
import { type CallProblem, callApi } from "../../../_components/callApi.ts";
import { callEvents } from "../../../_components/callEvents.ts";
import type { ServerEvent } from "../../../_components/readEvents.ts";

/** How a proposal stands. */
export type ProposalState =
  | { readonly kind: "none" }
  | {
      readonly kind: "running";
      /** Null until the server has put it down. */
      readonly id: number | null;
      readonly progress: ProposalProgress | null;
      readonly isCancelling: boolean;
    }
  | { readonly kind: "made"; readonly answer: ProposalAnswer }
  | { readonly kind: "failed"; readonly problem: Pick<CallProblem, "message" | "errors"> };

/** How often one that works elsewhere is asked after. */
const LOOK_MS = 1_000;

const begunSchema = z.object({ id: z.number().int() });
const problemSchema = z.object({
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});

/**
 * A proposal that is asked for, followed while it is worked out, and cut off. `onBegun` is told its number, for the URL:
 * from then on a reload finds it.
 */
export function useProposal(opened: ProposalAnswer | null, onBegun: (id: number) => void) {
  const [state, setState] = useState<ProposalState>(() => stateOf(opened));
  const cutting = useRef<AbortController | null>(null);
  const followed = state.kind === "running" && cutting.current === null ? state.id : null;
  useFollowing(followed, setState);

  async function start(body: unknown) {
    const aborter = new AbortController();
    cutting.current = aborter;
    setState({ kind: "running", id: null, progress: null, isCancelling: false });
    let id: number | null = null;
    let hasEnded = false;
    const onEvent = ({ event, data }: ServerEvent) => {
      const told: unknown = JSON.parse(data);
      if (event === "begun") {
        id = begunSchema.parse(told).id;
        onBegun(id);
        setState({ kind: "running", id, progress: null, isCancelling: false });
      } else if (event === "progress") {
        const progress = proposalProgressSchema.parse(told);
        setState((was) => (was.kind === "running" ? { ...was, progress } : was));
      } else if (event === "result") {
        hasEnded = true;
        setState(stateOf(proposalAnswerSchema.parse(told)));
      } else if (event === "problem") {
        hasEnded = true;
        const { detail, errors } = problemSchema.parse(told);
        setState({ kind: "failed", problem: { message: detail, errors } });
      }
    };
    const answer = await callEvents("/api/v1/proposals", { body, signal: aborter.signal, onEvent });
    cutting.current = null;
    if (hasEnded) return;
    // Cut off, or the line was: what the server has of it is asked for.
    if (id !== null) setState({ kind: "running", id, progress: null, isCancelling: aborter.signal.aborted });
    else if (aborter.signal.aborted) setState({ kind: "none" });
    else if (!answer.ok) setState({ kind: "failed", problem: answer.error });
  }

  function cancel() {
    setState((was) => (was.kind === "running" ? { ...was, isCancelling: true } : was));
    cutting.current?.abort();
  }

  return { state, start, cancel };
}

function stateOf(answer: ProposalAnswer | null): ProposalState {
  if (answer === null) return { kind: "none" };
  if (answer.state === "running")
    return { kind: "running", id: answer.id, progress: answer.progress, isCancelling: false };
  if (answer.state === "failed")
    return {
      kind: "failed",
      problem: { message: answer.failure ?? "The proposal could not be worked out.", errors: [] },
    };
  return { kind: "made", answer };
}

/** External system: the API, asked every second for a proposal that is worked out without us. */
function useFollowing(id: number | null, setState: (state: ProposalState) => void) {
  useEffect(() => {
    if (id === null) return;
    const aborter = new AbortController();
    const look = async () => {
      const answer = await callApi(`/api/v1/proposals/${id}`, {
        schema: proposalAnswerSchema,
        signal: aborter.signal,
      });
      if (aborter.signal.aborted) return;
      if (answer.ok && answer.value.state !== "running") setState(stateOf(answer.value));
      else timer = setTimeout(() => void look(), LOOK_MS);
    };
    let timer = setTimeout(() => void look(), 0);
    return () => {
      aborter.abort();
      clearTimeout(timer);
    };
  }, [id, setState]);
}

import { useEffect, useMemo, useState } from "react";
import { searchSchema } from "#lib/fleet/search/searchAnswer.ts";
import { callApi } from "../callApi.ts";
import { type Findable, findableOf, stillFound } from "./findThings.ts";

export interface Search {
  readonly found: readonly Findable[];
  /** How many there are; of the words before while it reads. */
  readonly total: number;
  /** The answer to these words has not come yet: found is what is left of the one before. */
  readonly isReading: boolean;
  readonly problem: string | null;
}

interface Answered extends Omit<Search, "isReading"> {
  /** What was asked; null: nothing has been answered yet. */
  readonly typed: string | null;
}

/** A person who goes on typing is not asked after for each letter. */
const PAUSE_MS = 80;

/** What the fleet holds by these words, as the server finds it. The answer before stands until the next has come. */
export function useSearch(isOpen: boolean, typed: string): Search {
  const [answered, setAnswered] = useState<Answered>({ found: [], total: 0, typed: null, problem: null });
  // External system: the API.
  useEffect(() => {
    if (!isOpen) return;
    const aborter = new AbortController();
    const { signal } = aborter;
    const ask = async () => {
      const query = new URLSearchParams({ q: typed });
      const answer = await callApi(`/api/v1/search?${query}`, { schema: searchSchema, signal });
      if (signal.aborted) return;
      if (!answer.ok) setAnswered({ found: [], total: 0, typed, problem: answer.error.message });
      else {
        const { found, total } = answer.value;
        setAnswered({ found: found.map(findableOf), total, typed, problem: null });
      }
    };
    const timer = setTimeout(() => void ask(), typed === "" ? 0 : PAUSE_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [isOpen, typed]);
  const isReading = answered.typed !== typed;
  const found = useMemo(
    () => (isReading ? stillFound(answered.found, typed) : answered.found),
    [answered.found, isReading, typed],
  );
  return { found, total: answered.total, isReading, problem: answered.problem };
}

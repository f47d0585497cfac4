"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { parseSort, type TableSort, writeSort } from "../../_components/table/types.ts";
import { CONTRIBUTION_PARSERS } from "./contributionParameters.ts";

/** What the contribution parts keep in the URL. Grouping is a step in the history; typing, sorting and choosing are not. */
export function useContributionState() {
  const [parameters, setParameters] = useQueryStates(CONTRIBUTION_PARSERS, {
    history: "replace",
    scroll: false,
  });
  const sort = useMemo(() => parseSort(parameters.sort), [parameters.sort]);
  return {
    ...parameters,
    sort,
    setBy: (by: (typeof parameters)["by"]) => void setParameters({ by, pick: null }, { history: "push" }),
    setOf: (of: (typeof parameters)["of"]) => void setParameters({ of }),
    setStack: (stack: (typeof parameters)["stack"]) => void setParameters({ stack }),
    setFind: (find: string) => void setParameters({ find }),
    setSort: (next: TableSort) => void setParameters({ sort: writeSort(next) }),
    /** Choosing the chosen one lets go of it. */
    togglePick: (pick: string) =>
      void setParameters((before) => ({ pick: before.pick === pick ? null : pick })),
  };
}

export type ContributionState = ReturnType<typeof useContributionState>;

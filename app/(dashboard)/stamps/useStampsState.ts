"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { parseSort, type TableSort, writeSort } from "../../_components/table/types.ts";
import { STAMPS_PARSERS } from "./stampsParameters.ts";

/** What the Stamps page keeps in the URL. Filters are steps in the history; typing and sorting are not. */
export function useStampsState() {
  const [parameters, setParameters] = useQueryStates(STAMPS_PARSERS, { history: "replace", scroll: false });
  const sort = useMemo(() => parseSort(parameters.sort), [parameters.sort]);
  return {
    ...parameters,
    sort,
    setFilter: (filter: Partial<Pick<typeof parameters, "kind" | "condition">>) =>
      void setParameters(filter, { history: "push" }),
    setQuery: (q: string) => void setParameters({ q }),
    setSort: (next: TableSort) => void setParameters({ sort: writeSort(next) }),
    clear: () => void setParameters({ kind: "", condition: "", q: "" }, { history: "push" }),
  };
}

export type StampsState = ReturnType<typeof useStampsState>;

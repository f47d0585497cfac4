"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { parseSort, type TableSort, writeSort } from "../../_components/table/types.ts";
import { PLANS_PARSERS } from "./plansParameters.ts";

/** What the Plans page keeps in the URL. Filters are steps in the history; typing and sorting are not. */
export function usePlansState() {
  const [parameters, setParameters] = useQueryStates(PLANS_PARSERS, { history: "replace", scroll: false });
  const sort = useMemo(() => parseSort(parameters.sort), [parameters.sort]);
  return {
    ...parameters,
    sort,
    setFilter: (filter: Partial<Pick<typeof parameters, "state" | "stamp" | "author">>) =>
      void setParameters(filter, { history: "push" }),
    setQuery: (q: string) => void setParameters({ q }),
    setSort: (next: TableSort) => void setParameters({ sort: writeSort(next) }),
    clear: () => void setParameters({ state: "", stamp: "", author: "", q: "" }, { history: "push" }),
  };
}

export type PlansState = ReturnType<typeof usePlansState>;

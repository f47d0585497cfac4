"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { parseSort, type TableSort, writeSort } from "../../_components/table/types.ts";
import { REPLICA_CONDITIONS, type ReplicaCondition } from "./replicaRow.ts";

const PARSERS = {
  condition: parseAsStringLiteral(REPLICA_CONDITIONS).withDefault(""),
  q: parseAsString.withDefault(""),
  sort: parseAsString.withDefault("-requests"),
};

/** What the Registries page keeps in the URL, besides the scope. A filter is a step in the history; typing and sorting are not. */
export function useRegistriesState() {
  const [parameters, setParameters] = useQueryStates(PARSERS, { history: "replace", scroll: false });
  const sort = useMemo(() => parseSort(parameters.sort), [parameters.sort]);
  return {
    ...parameters,
    sort,
    setCondition: (condition: ReplicaCondition) => void setParameters({ condition }, { history: "push" }),
    setQuery: (q: string) => void setParameters({ q }),
    setSort: (next: TableSort) => void setParameters({ sort: writeSort(next) }),
    clear: () => void setParameters({ condition: "", q: "" }, { history: "push" }),
  };
}

export type RegistriesState = ReturnType<typeof useRegistriesState>;

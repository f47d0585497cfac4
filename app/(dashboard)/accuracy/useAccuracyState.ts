"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { BASES, type Basis, ROLES } from "#lib/backtest/types.ts";
import { parseSort, type TableSort, writeSort } from "../../_components/table/types.ts";

const PARSERS = {
  basis: parseAsStringLiteral(BASES).withDefault("on_observed_load"),
  kind: parseAsString.withDefault(""),
  role: parseAsStringLiteral(["", ...ROLES] as const).withDefault(""),
  sort: parseAsString.withDefault("-moved"),
  pick: parseAsString,
};

/** What the Accuracy page keeps in the URL, besides the region. Filters are steps in the history; sorting is not. */
export function useAccuracyState() {
  const [parameters, setParameters] = useQueryStates(PARSERS, { history: "replace", scroll: false });
  const sort = useMemo(() => parseSort(parameters.sort), [parameters.sort]);
  return {
    ...parameters,
    sort,
    setBasis: (basis: Basis) => void setParameters({ basis }, { history: "push" }),
    setKind: (kind: string) => void setParameters({ kind }, { history: "push" }),
    setRole: (role: string) =>
      void setParameters({ role: ROLES.find((one) => one === role) ?? "" }, { history: "push" }),
    setSort: (next: TableSort) => void setParameters({ sort: writeSort(next) }),
    togglePick: (id: string) => void setParameters({ pick: parameters.pick === id ? null : id }),
    clear: () => void setParameters({ kind: "", role: "" }, { history: "push" }),
  };
}

export type AccuracyState = ReturnType<typeof useAccuracyState>;

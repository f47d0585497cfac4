"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { useNavigation } from "../../_components/scope/NavigationPending.tsx";
import { parseSort, type TableSort, writeSort } from "../../_components/table/types.ts";
import { FLEET_PARSERS } from "./fleetParameters.ts";

/** What the Fleet page keeps in the URL. What only sorts or marks does not ask the server, nor add to the history. */
export function useFleetState() {
  const { startTransition } = useNavigation();
  const [parameters, setParameters] = useQueryStates(FLEET_PARSERS, { history: "replace", scroll: false });
  const sort = useMemo(() => parseSort(parameters.sort), [parameters.sort]);
  const asked = { shallow: false, history: "push", startTransition } as const;
  return {
    ...parameters,
    sort,
    setMeasure: (measure: (typeof parameters)["measure"]) => void setParameters({ measure }, asked),
    setStep: (step: string) => void setParameters({ step }, asked),
    setOrder: (order: (typeof parameters)["order"]) => void setParameters({ order }),
    setDensity: (density: (typeof parameters)["density"]) => void setParameters({ density }),
    setKind: (kind: string) => void setParameters({ kind }, { history: "push" }),
    setState: (state: string) => void setParameters({ state }, { history: "push" }),
    setQuery: (q: string) => void setParameters({ q }),
    setSort: (next: TableSort) => void setParameters({ sort: writeSort(next) }),
    setSelected: (selected: string | null) => void setParameters({ selected }),
  };
}

export type FleetState = ReturnType<typeof useFleetState>;

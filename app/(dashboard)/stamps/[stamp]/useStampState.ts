"use client";

import { useQueryStates } from "nuqs";
import { STAMP_PARSERS } from "./stampParameters.ts";

/** What the page of a stamp keeps in the URL beside the scope and the pool. Neither is a step in the history. */
export function useStampState() {
  const [parameters, setParameters] = useQueryStates(STAMP_PARSERS, { history: "replace", scroll: false });
  return {
    ...parameters,
    setNodes: (nodes: (typeof parameters)["nodes"]) => void setParameters({ nodes }),
    setSelected: (selected: string | null) => void setParameters({ selected }),
  };
}

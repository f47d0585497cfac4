import type { SearchInstance, SearchOptions, SearchProgress, SearchResult } from "../types.ts";

/** What goes to the thread: the instance is copied, the flag is shared. */
export interface SearchOrder {
  readonly instance: SearchInstance;
  readonly options: Pick<SearchOptions, "seed" | "mostEvaluations">;
  /** One number; not 0 = stop. */
  readonly stopped: SharedArrayBuffer;
}

/** What comes back. */
export type SearchMessage = { readonly progress: SearchProgress } | { readonly result: SearchResult };

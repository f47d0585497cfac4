import type { ProposalContent, ProposalProgress } from "../proposalAnswer.ts";
import type { RegionFacts } from "../types.ts";

/** What goes to the thread: the facts are copied, the flag is shared. */
export interface ProposalOrder {
  readonly facts: RegionFacts;
  /** One number; not 0 = stop. */
  readonly stopped: SharedArrayBuffer;
}

/** What comes back. */
export type ProposalMessage = { readonly progress: ProposalProgress } | { readonly content: ProposalContent };

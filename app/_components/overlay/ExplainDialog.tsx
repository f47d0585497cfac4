"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Dialog } from "./Dialog.tsx";

/** What a number on a panel means and how anyone can check it. */
export interface Explanation {
  readonly measure: string;
  readonly definition: string;
  /** The window in words, UTC. */
  readonly window: string;
  /** How much of the expected data is there, in words. */
  readonly coverage: string;
  /** What the queries below ask for. */
  readonly queried?: string;
  readonly promql?: string;
  readonly sql?: string;
}

interface ExplainDialogProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly explanation: Explanation;
}

export function ExplainDialog({ isOpen, onOpenChange, explanation }: ExplainDialogProps) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={explanation.measure} width="wide">
      <div className="flex flex-col gap-4">
        <p className="text-base">{explanation.definition}</p>
        <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
          <dt className="text-ink-soft">Window</dt>
          <dd>{explanation.window}</dd>
          <dt className="text-ink-soft">Coverage</dt>
          <dd>{explanation.coverage}</dd>
        </dl>
        {explanation.queried !== undefined && <h3 className="font-medium">{explanation.queried}</h3>}
        {explanation.promql !== undefined && <Query name="PromQL" text={explanation.promql} />}
        {explanation.sql !== undefined && <Query name="SQL" text={explanation.sql} />}
      </div>
    </Dialog>
  );
}

/** A query to copy. */
export function Query({ name, text }: { name: string; text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <figure>
      <figcaption className="mb-1 flex items-center justify-between">
        <span className="text-ink-soft">{name}</span>
        <button
          type="button"
          className="control h-7"
          onClick={() => {
            void navigator.clipboard.writeText(text).then(() => setIsCopied(true));
          }}
        >
          {isCopied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
          {isCopied ? "Copied" : "Copy"}
        </button>
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
        tabIndex={0}
        className="max-h-64 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs"
      >
        {text}
      </pre>
    </figure>
  );
}

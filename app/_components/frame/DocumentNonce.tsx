"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { type ReactNode, useState } from "react";

interface DocumentNonceProps {
  /** Of the answer that this was rendered for; null = it has none, and no style may be written. */
  readonly nonce: string | null;
  readonly children: ReactNode;
}

/**
 * Gives the parts that write styles the nonce of the document. A refresh brings a nonce of its own, of an answer that is no
 * document: the policy in force stays that of the first, and so does its nonce.
 */
export function DocumentNonce({ nonce, children }: DocumentNonceProps) {
  const [ofDocument] = useState(nonce);
  return (
    <CSPProvider {...(ofDocument === null ? { disableStyleElements: true } : { nonce: ofDocument })}>
      {children}
    </CSPProvider>
  );
}

"use client";

import { EmptyState } from "./EmptyState.tsx";
import { useComeback } from "./useComeback.ts";

interface FailedPageProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** A page that could not be made: what happened, what is safe, what to do. */
export function FailedPage({ error, retry }: FailedPageProps) {
  const isAway = useComeback(retry);
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <div role="alert">
      <EmptyState
        title="This page could not be read"
        action={
          <>
            <button type="button" className="control control-primary" onClick={retry}>
              Try again
            </button>
            <a className="control" href="/readyz">
              Is the server ready?
            </a>
          </>
        }
      >
        <p>
          Nothing was changed, and samples that were acknowledged are stored.{" "}
          {isAway
            ? "The server is not ready: it is starting, or its database does not answer. This page asks every few seconds, and comes back by itself."
            : "The server may have lost its database for a moment: try again."}
        </p>
        {digest !== null && (
          <p>
            In the server’s log this is <code className="font-mono text-sm">{digest}</code>.
          </p>
        )}
      </EmptyState>
    </div>
  );
}

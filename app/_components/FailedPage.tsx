"use client";

import { EmptyState } from "./EmptyState.tsx";

interface FailedPageProps {
  readonly error: unknown;
  readonly retry: () => void;
}

/** A page that could not be made: what happened, what is safe, what to do. */
export function FailedPage({ error, retry }: FailedPageProps) {
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
          Nothing was changed, and samples that were acknowledged are stored. The server may be starting or
          may have lost its database; it says so at <code className="font-mono text-sm">/readyz</code>.
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

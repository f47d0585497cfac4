import type { ReactNode } from "react";

interface LoadingPageProps {
  readonly title: string;
  /** What is being read, as a sentence that goes on. */
  readonly doing: string;
  /** Blocks in the shape of what will stand there. */
  readonly children: ReactNode;
}

/** A page while what it shows is being read. */
export function LoadingPage({ title, doing, children }: LoadingPageProps) {
  return (
    <div className="flex flex-col gap-4" aria-busy="true">
      <div>
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p role="status" className="text-base text-ink-soft">
          {doing}
        </p>
      </div>
      {children}
    </div>
  );
}

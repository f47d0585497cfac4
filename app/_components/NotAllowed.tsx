import { EmptyState } from "./EmptyState.tsx";

/** For who is signed in with too small a role. */
export function NotAllowed({ needed }: { needed: string }) {
  return (
    <EmptyState title="Your role does not reach this page">
      <p>
        It needs the role <strong>{needed}</strong> or a greater one. An admin makes a token with it under
        Settings, or with{" "}
        <code className="font-mono text-sm">npm run token -- --role {needed} --name NAME</code>; sign in with
        that.
      </p>
    </EmptyState>
  );
}

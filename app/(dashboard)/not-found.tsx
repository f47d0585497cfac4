import Link from "next/link";
import { EmptyState } from "../_components/EmptyState.tsx";

export default function NotFound() {
  return (
    <EmptyState
      title="There is nothing at this address"
      action={
        <Link href="/fleet" className="control control-primary">
          To the fleet
        </Link>
      }
    >
      <p>
        It may have been renamed or retired. Names that a thing had before go on working; a mistyped one does
        not. Look for it with <kbd className="font-mono">⌘K</kbd>.
      </p>
    </EmptyState>
  );
}

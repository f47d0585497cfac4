"use client";

import { Printer } from "lucide-react";
import Link from "next/link";

/** What stands above the document on the screen, and not on paper. */
export function PrintBar({ backHref }: { backHref: string }) {
  return (
    <div className="flex flex-wrap gap-2 pb-6 print:hidden">
      <button type="button" className="control control-primary" onClick={() => globalThis.print()}>
        <Printer size={14} aria-hidden="true" /> Print
      </button>
      <Link href={backHref} className="control" prefetch={false}>
        Back to the plan
      </Link>
    </div>
  );
}

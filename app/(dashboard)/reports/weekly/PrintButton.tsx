"use client";

import { Printer } from "lucide-react";

/** Opens the browser's print dialog. */
export function PrintButton() {
  return (
    <button type="button" className="control" onClick={() => window.print()}>
      <Printer size={14} aria-hidden="true" /> Print
    </button>
  );
}

"use client";

import { FailedPage } from "./_components/FailedPage.tsx";
import "./globals.css";

/** When even the outermost layout could not be made. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="bg-ground text-ink">
        <title>Ballast</title>
        <FailedPage {...props} />
      </body>
    </html>
  );
}

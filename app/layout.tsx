import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { NONCE_HEADER } from "#lib/http/securityHeaders.ts";
import { THEME_COOKIE } from "./_components/chart/themeCookie.ts";
import { DocumentNonce } from "./_components/frame/DocumentNonce.tsx";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Ballast", template: "%s · Ballast" },
  description: "Which stamps run hot, who heats them, and what to do about it.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f6f8" },
    { media: "(prefers-color-scheme: dark)", color: "#0d1015" },
  ],
};

/** The theme stands in the first byte: an attribute from a cookie, or, without one, CSS asks the system. No script. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  const nonce = (await headers()).get(NONCE_HEADER);
  const isChosen = theme === "dark" || theme === "light";
  return (
    <html lang="en" {...(isChosen ? { "data-theme": theme } : {})} suppressHydrationWarning>
      <body className="bg-ground text-ink antialiased">
        <DocumentNonce nonce={nonce}>{children}</DocumentNonce>
      </body>
    </html>
  );
}

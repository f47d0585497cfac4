"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { ComponentProps } from "react";
import { carryScope } from "./scope.ts";

/** A link within the app that takes region, time range and refresh along. */
export function ScopedLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, "href"> & { href: string }) {
  const current = useSearchParams();
  return <Link href={carryScope(href, current)} prefetch={false} {...rest} />;
}

"use client";

import { useSyncExternalStore } from "react";
import type { HeatTheme } from "#lib/charts/index.ts";
import { THEME_COOKIE } from "./themeCookie.ts";

export type ThemeChoice = HeatTheme | "system";

function subscribe(onChange: () => void) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(onChange);
  system.addEventListener("change", onChange);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", onChange);
    observer.disconnect();
  };
}

function readChoice(): ThemeChoice {
  const written = document.documentElement.dataset["theme"];
  return written === "dark" || written === "light" ? written : "system";
}

function readTheme(): HeatTheme {
  const choice = readChoice();
  if (choice !== "system") return choice;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** The theme in force, for what CSS cannot colour (canvas). */
export function useTheme(): HeatTheme {
  return useSyncExternalStore(subscribe, readTheme, () => "dark");
}

/** What the person chose. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, readChoice, () => "system");
}

/** Takes effect at once, and from the first byte of the next page: the server writes the attribute from the cookie. */
export function chooseTheme(choice: ThemeChoice) {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = choice;
  const age = choice === "system" ? 0 : 31_536_000;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${THEME_COOKIE}=${choice}; path=/; max-age=${age}; samesite=lax`;
}

import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const TOKEN_CHOICES = ["usable", "all"] as const;

/** What the Settings page keeps in the URL, besides the scope. */
export const SETTINGS_PARSERS = {
  /** The setting whose history is open. */
  history: parseAsString.withDefault(""),
  tokens: parseAsStringLiteral(TOKEN_CHOICES).withDefault("usable"),
};

export const loadSettingsParameters = createLoader(SETTINGS_PARSERS);

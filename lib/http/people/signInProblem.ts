const AGAIN = "This sign-in was begun elsewhere, took too long, or was used already. Begin again.";
const ASK = "Ask whoever runs Ballast, or your provider, for one.";

const WORDS: ReadonlyMap<string, string> = new Map([
  ["access_denied", "The provider of single sign-on refused."],
  ["state_mismatch", AGAIN],
  ["state_not_found", AGAIN],
  [
    "account_not_linked",
    "Somebody with this e-mail signs in with a password here. Sign in with it, or ask an admin.",
  ],
  ["email_not_found", "The provider told no e-mail of you: it has to be among what it tells."],
  ["unable_to_get_user_info", "What the provider of single sign-on said of you could not be trusted."],
  ["invalid_code", "The provider of single sign-on did not confirm this sign-in. Begin again."],
  ["issuer_mismatch", "What came back is of another provider. Begin again."],
  ["person_disabled", "This person is disabled. Ask an admin."],
  ["no_role", `None of your groups has a role here. ${ASK}`],
  ["no_region", `None of your groups has a region here. ${ASK}`],
]);

/** What was wrong with a sign-in that came back from the provider. Only words of ours: anybody can write an address. */
export function signInProblem(code: string): string {
  return WORDS.get(code) ?? "The provider of single sign-on did not sign you in. Begin again.";
}

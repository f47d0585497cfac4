/** Words that the commonest passwords are made of, longest first where one begins another. */
const COMMON_WORDS = [
  ...[
    "password",
    "passwort",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "pass",
    "qwertyuiop",
    "qwerty",
    "qwertz",
    "azerty",
  ],
  ...[
    "asdfghjkl",
    "asdfgh",
    "asdf",
    "zxcvbnm",
    "yxcvbnm",
    "1q2w3e4r5t",
    "1q2w3e4r",
    "1q2w3e",
    "1qaz2wsx",
    "qazwsx",
  ],
  ...["administrator", "admin", "root", "user", "guest", "login", "welcome", "changeme", "change", "letmein"],
  ...["default", "secret", "iloveyou", "monkey", "dragon", "football", "baseball", "princess", "sunshine"],
  ...["shadow", "superman", "batman", "master", "trustno1", "starwars", "computer", "internet", "whatever"],
  ...["michael", "jennifer", "jordan", "charlie", "liverpool", "chelsea", "arsenal", "summer", "winter"],
  ...["spring", "autumn", "january", "february", "march", "april", "june", "july", "august", "september"],
  ...["october", "november", "december", "monday", "friday", "hello", "hunter", "killer", "ballast", "test"],
  ...["company", "correcthorsebatterystaple", "correct", "horse", "battery", "staple", "abcdefghijkl", "abc"],
].toSorted((one, other) => other.length - one.length);

/** Letters that are often written as digits and signs. */
const WRITTEN_AS: Readonly<Record<string, string>> = {
  "@": "a",
  "4": "a",
  "3": "e",
  "0": "o",
  $: "s",
  "5": "s",
  "7": "t",
};

/**
 * Whether a password, in lower case, is nothing but words that the commonest passwords are made of, with digits that count
 * up or down, a year, or signs around and between them: "Password2026!!", "qwertyqwerty", "123456789012".
 */
export function isCommonPassword(plain: string): boolean {
  return (
    isNothingBeside(plain) ||
    isNothingBeside(plain.replaceAll(/[@4305$7]/g, (sign) => WRITTEN_AS[sign] ?? sign))
  );
}

/** A few letters left over make no secret of the rest. */
const LEFT_OVER = 2;

function isNothingBeside(text: string): boolean {
  let rest = text;
  for (const word of COMMON_WORDS) rest = rest.replaceAll(word, " ");
  return [...rest.replaceAll(/[\s\d\p{P}\p{S}]+/gu, "")].length <= LEFT_OVER;
}

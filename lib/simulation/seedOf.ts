/** A seed from words, so that the same question has the same answer (FNV-1a, Fowler, Noll and Vo). */
export function seedOf(...words: readonly string[]): number {
  let hash = 0x811c9dc5;
  for (const character of words.join("\n"))
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}

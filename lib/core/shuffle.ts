import type { Rng } from "./rng.ts";

interface Places<T> {
  readonly length: number;
  [place: number]: T;
}

/** Puts a list in an order of chance, in place; every order is as likely as any other (Fisher and Yates). */
export function shuffle<T>(list: Places<T>, rng: Rng): void {
  for (let last = list.length - 1; last > 0; last--) {
    const other = Math.floor(rng() * (last + 1));
    const [one, two] = [list[last], list[other]];
    if (one === undefined || two === undefined) continue;
    list[last] = two;
    list[other] = one;
  }
}

import type { NodeShare } from "./types.ts";

/** Indexed by slot (an int16), always left at zero. Reused, so that measuring a fleet allocates next to nothing. */
const minutesOfSlot = new Uint32Array(32_768);

/**
 * Which node is hottest how often: the most frequent first, ties by the lower slot. The first one's share is the
 * pool's same-node share. `hottest` holds a slot per bin, −1 = no data; without data the list is empty.
 */
export function rankHottestNodes(hottest: Int16Array): NodeShare[] {
  const slots: number[] = [];
  let bins = 0;
  // Run by run: a node that is the hottest mostly stays so for a while.
  for (let end = 0; end < hottest.length; ) {
    const start = end;
    const slot = hottest[start] ?? -1;
    do end++;
    while (end < hottest.length && hottest[end] === slot);
    if (slot < 0) continue;
    const minutes = minutesOfSlot[slot] ?? 0;
    if (minutes === 0) slots.push(slot);
    minutesOfSlot[slot] = minutes + end - start;
    bins += end - start;
  }
  const shares = slots.map((slot) => {
    const minutes = minutesOfSlot[slot] ?? 0;
    minutesOfSlot[slot] = 0;
    return { slot, minutes, share: minutes / bins };
  });
  return shares.sort((a, b) => b.minutes - a.minutes || a.slot - b.slot);
}

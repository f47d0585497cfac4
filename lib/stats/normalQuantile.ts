const TURNS = 60;
const BEYOND = 9;

/**
 * The value under which a standard normal variable lies with probability `share`, 0 < share < 1, to 1e-7. By halving, since
 * it is asked for a few times only. Throws a RangeError outside.
 */
export function normalQuantile(share: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError("a share lies between 0 and 1");
  let low = -BEYOND;
  let high = BEYOND;
  for (let turn = 0; turn < TURNS; turn++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Probability that a standard normal variable is under `value`: Abramowitz and Stegun 26.2.17, good to 7.5e-8. */
function normalShare(value: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(value));
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-value * value) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  return value >= 0 ? 1 - tail : tail;
}

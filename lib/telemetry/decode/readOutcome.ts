/**
 * Readers of one token or row return the position after it, or one of these two. Positions are never negative, so
 * a single number carries both without an allocation per row.
 */

/** The bytes ran out before the token ended: more of them may complete it. */
export const INCOMPLETE = -1;

/** Whatever follows, this is not what was asked for. */
export const MALFORMED = -2;

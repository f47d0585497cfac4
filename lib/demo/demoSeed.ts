/** Any number does; on this one no shared stamp but the worked example's is dominated by one tenant. */
export const DEMO_SEED = 8;

/** Holds `narrow` or `wide`. Read by the server, so that the rail does not jump after the first paint. */
export const RAIL_COOKIE = "rail";

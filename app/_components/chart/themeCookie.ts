/** Holds `dark` or `light`; absent = as the system. Read by the server, written by the browser. */
export const THEME_COOKIE = "theme";

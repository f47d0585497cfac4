import { serveNothing } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serveNothing();

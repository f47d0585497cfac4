import { sessionSchema, whoSchema } from "#lib/auth/index.ts";
import { defineRoute, serve, signIn, signInSchema, signOut, whoAmI } from "#lib/http/index.ts";

const path = "/api/v1/session";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "GET",
    path,
    role: "open",
    summary: "Who this token or session is",
    response: whoSchema,
    handler: whoAmI,
  }),
  defineRoute({
    method: "POST",
    path,
    role: "open",
    summary: "Sign a browser in with a token: sets the session cookie",
    body: signInSchema,
    response: sessionSchema,
    status: 201,
    handler: signIn,
  }),
  defineRoute({ method: "DELETE", path, role: "open", summary: "Sign the browser out", handler: signOut }),
);

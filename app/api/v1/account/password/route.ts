import { passwordChangeSchema } from "#lib/auth/index.ts";
import { changeOwnPassword, defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "PUT",
    path: "/api/v1/account/password",
    role: "viewer",
    summary: "Change one's own password; every other browser is signed out",
    body: passwordChangeSchema,
    handler: changeOwnPassword,
  }),
);

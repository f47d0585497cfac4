import { newPasswordBodySchema, signInAnswerSchema } from "#lib/auth/index.ts";
import { defineRoute, serve, signInWithNewPassword } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/sign-in/new-password",
    role: "open",
    summary: "Put an own password in place of one that was handed out, and sign in with it",
    body: newPasswordBodySchema,
    response: signInAnswerSchema,
    transaction: false,
    handler: signInWithNewPassword,
  }),
);

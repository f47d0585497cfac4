import { signInAnswerSchema, signInBodySchema } from "#lib/auth/index.ts";
import { defineRoute, serve, signInWithPassword } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/sign-in",
    role: "open",
    summary: "Sign a person in with e-mail and password, or say what is asked for before that",
    body: signInBodySchema,
    response: signInAnswerSchema,
    transaction: false,
    handler: signInWithPassword,
  }),
);

import { secondFactorBodySchema, signInAnswerSchema } from "#lib/auth/index.ts";
import { defineRoute, serve, signInWithSecondFactor } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/sign-in/second-factor",
    role: "open",
    summary: "The code, or a backup code, after the password",
    body: secondFactorBodySchema,
    response: signInAnswerSchema,
    transaction: false,
    handler: signInWithSecondFactor,
  }),
);

import { secondFactorBodySchema } from "#lib/auth/index.ts";
import { confirmSecondFactor, defineRoute, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/account/second-factor/confirm",
    role: "viewer",
    summary: "The first code of a second factor: from now on one is asked for",
    body: secondFactorBodySchema,
    handler: confirmSecondFactor,
  }),
);

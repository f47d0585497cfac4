import { passwordProofSchema, secondFactorSetupSchema } from "#lib/auth/index.ts";
import { beginSecondFactor, defineRoute, endSecondFactor, serve } from "#lib/http/index.ts";

const path = "/api/v1/account/second-factor";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path,
    role: "viewer",
    summary: "Begin a second factor; it counts once a first code is given",
    body: passwordProofSchema,
    response: secondFactorSetupSchema,
    rememberAs: () => ({ uri: "", backupCodes: [] }),
    handler: beginSecondFactor,
  }),
  defineRoute({
    method: "DELETE",
    path,
    role: "viewer",
    summary: "End the second factor",
    body: passwordProofSchema,
    handler: endSecondFactor,
  }),
);

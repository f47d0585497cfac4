import { backupCodesSchema, passwordProofSchema } from "#lib/auth/index.ts";
import { defineRoute, makeBackupCodes, serve } from "#lib/http/index.ts";

export const { GET, POST, PUT, PATCH, DELETE } = serve(
  defineRoute({
    method: "POST",
    path: "/api/v1/account/second-factor/backup-codes",
    role: "viewer",
    summary: "New backup codes; those of before are good no more",
    body: passwordProofSchema,
    response: backupCodesSchema,
    rememberAs: () => ({ backupCodes: [] }),
    handler: makeBackupCodes,
  }),
);

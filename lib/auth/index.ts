export * from "./apiToken.ts";
export {
  createApiToken,
  endSession,
  endTokenSessions,
  revokeApiToken,
  type StartedSession,
  startSession,
} from "./commands.ts";
export {
  appendPersonEvent,
  changePerson,
  createPerson,
  endPersonSessions,
  endSessionsOfSubject,
  grantFromProvider,
  type PersonDeed,
  recordSignIn,
  recordSignOut,
  removeSecondFactor,
  replacePassword,
  resetPassword,
} from "./people/commands.ts";
export {
  type GrantRules,
  PERSON_ROLES,
  type PersonRole,
  parseRegionMap,
  parseRoleMap,
} from "./people/decideGrant.ts";
export { type OidcSettings, PROVIDER_ID } from "./people/oidcProvider.ts";
export { judgePassword } from "./people/passwordRules.ts";
export {
  PASSWORD_CHANGE_NEEDED,
  PERSON_COOKIE,
  PERSON_DISABLED,
  PeopleAuth,
  SIGN_IN_PATH,
} from "./people/peopleAuth.ts";
export * from "./people/person.ts";
export { hashOfCookie, listPeople, readAccount } from "./people/queries.ts";
export { spendCode } from "./people/secondFactor/commands.ts";
export { setPerson } from "./people/setPerson/commands.ts";
export {
  authenticate,
  type CallerSource,
  type Credential,
  forgetVerified,
  isLimited,
  listApiTokens,
  readOtherHands,
} from "./queries.ts";
export {
  type Access,
  authorize,
  type Caller,
  type CallerId,
  personIdOf,
  ROLES,
  type Role,
  tokenIdOf,
} from "./roles.ts";

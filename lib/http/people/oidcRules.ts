import { type GrantRules, type PersonRole, parseRegionMap, parseRoleMap } from "../../auth/index.ts";
import { EnvError } from "../../env.ts";

interface StatedRules {
  readonly roleClaims: readonly string[];
  readonly roleMap: string | null;
  readonly defaultRole: PersonRole | null;
  readonly regionMap: string | null;
}

/** The maps of the environment, read once. Throws EnvError with the variable that cannot be read. */
export function rulesOf({ roleClaims, roleMap, defaultRole, regionMap }: StatedRules): GrantRules {
  return {
    ...{ roleClaims, defaultRole },
    roleOf: roleMap === null ? null : readMap("BALLAST_OIDC_ROLE_MAP", () => parseRoleMap(roleMap)),
    regionsOf:
      regionMap === null ? null : readMap("BALLAST_OIDC_REGION_MAP", () => parseRegionMap(regionMap)),
  };
}

function readMap<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new EnvError(`environment: ${name} ${error instanceof Error ? error.message : String(error)}`);
  }
}

import { describe, expect, test } from "vitest";
import { decideGrant, type GrantRules, parseRegionMap, parseRoleMap } from "./decideGrant.ts";

const RULES: GrantRules = {
  roleClaims: ["roles", "groups"],
  roleOf: null,
  defaultRole: null,
  regionsOf: null,
};

describe("a role", () => {
  test.each<[object, Partial<GrantRules>, unknown]>([
    [{ roles: ["viewer"] }, {}, "viewer"],
    [{ roles: ["viewer", "admin", "operator"] }, {}, "admin"],
    [{ roles: "operator" }, {}, "operator"],
    [{ groups: ["approver"] }, {}, "approver"],
    [{ roles: ["viewer"], groups: ["admin"] }, {}, "viewer"],
    [{ roles: [], groups: ["admin"] }, {}, "admin"],
    [{ roles: ["ingest"] }, {}, "no_role"],
    [{ roles: ["Admin"] }, {}, "no_role"],
    [{ roles: [{ admin: true }, 7, null] }, {}, "no_role"],
    [{}, {}, "no_role"],
    [{}, { defaultRole: "viewer" }, "viewer"],
    [{ roles: ["admin"] }, { roleOf: new Map([["ops", "operator"]]) }, "no_role"],
    [{ roles: ["ops"] }, { roleOf: new Map([["ops", "operator"]]) }, "operator"],
    [{ "https://example.com/r": ["admin"] }, { roleClaims: ["https://example.com/r"] }, "admin"],
    [{ constructor: ["admin"] }, { roleClaims: ["toString"] }, "no_role"],
  ])("of %j by %j is %s", (claims, rules, expected) => {
    const grant = decideGrant({ ...claims }, { ...RULES, ...rules });
    expect(grant.ok ? grant.value.role : grant.error).toBe(expected);
  });
});

test("the maps of the environment are read, or the pair that cannot be is named", () => {
  expect([...parseRoleMap("fleet-admins=admin, 6f1c-22=operator ,")]).toEqual([
    ["fleet-admins", "admin"],
    ["6f1c-22", "operator"],
  ]);
  expect([...parseRoleMap("CN=ops=operator")]).toEqual([["CN=ops", "operator"]]);
  expect(() => parseRoleMap("a=admin,b=root")).toThrow('"b=root": the role must be viewer, operator');
  expect(() => parseRoleMap("a=ingest")).toThrow("the role must be");
  expect(() => parseRoleMap("admin")).toThrow('"admin": pairs are group=value');
  expect([...parseRegionMap("eu=westeurope+northeurope,all=*")]).toEqual([
    ["eu", ["westeurope", "northeurope"]],
    ["all", ["*"]],
  ]);
  expect(() => parseRegionMap("eu=westeurope+")).toThrow("names of regions stand with + between");
});

import { describe, expect, test } from "vitest";
import { describeEvent, describeMany } from "./describeEvent.ts";

describe("an event in words", () => {
  test.each([
    ["stamp.updated", "stamp", "wus-a", "updated the stamp", "wus-a", "/stamps/wus-a"],
    ["stamp.retired", "stamp", "wus-a", "retired the stamp", "wus-a", null],
    [
      "pool.created",
      "pool",
      "wus-a/dataproxy",
      "created the pool",
      "wus-a/dataproxy",
      "/stamps/wus-a?pool=dataproxy",
    ],
    ["region.created", "region", "west us", "created the region", "west us", "/fleet?region=west+us"],
    [
      "setting.reset",
      "setting",
      "limitP95 in westus",
      "reset the setting",
      "limitP95 in westus",
      "/settings#limitP95",
    ],
    ["session.started", "session", "ada", "signed in", "", null],
    ["freeze.pressed", "freeze", "fleet", "froze everything", "", null],
    ["plan.sent_back", "plan", "7", "sent back the plan", "7", "/plans/7"],
    ["move.bound", "move", "7@2/1/contoso", "bound the move", "7@2/1/contoso", "/plans/7"],
    ["evidence.handed_out", "evidence", "7@2", "took the evidence pack of plan", "7@2", "/plans/7"],
    [
      "right_sizing.verified",
      "pool",
      "wus-a/registry",
      "verified the minimum of",
      "wus-a/registry",
      "/stamps/wus-a?pool=registry",
    ],
  ])("%s of %s %s is “%s”", (action, thing, thingName, deed, name, href) => {
    expect(describeEvent({ action, thing, thingName })).toEqual({ deed, name, href });
  });

  test.each([
    ["registry.created", 646, "created 646 registries"],
    ["stamp.updated", 1, "updated 1 stamp"],
    ["right_sizing.verified", 4, "verified the minimum of 4 pools"],
    ["replica.home_corrected", 3, "corrected the home of 3 replicas"],
  ])("%s %d times is “%s”", (action, count, text) => expect(describeMany(action, count)).toBe(text));
});

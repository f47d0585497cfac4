import { expect, test } from "vitest";
import { isWithin, parseAddress, parseNetwork } from "../core/index.ts";
import { whyRefused } from "./refuseAddress.ts";

test.each([
  "127.0.0.1",
  "127.255.0.9",
  "0.0.0.0",
  "10.1.2.3",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "169.254.169.254",
  "100.100.100.200",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "[::1]",
  "fe80::1%eth0",
  "fd00:ec2::254",
  "::ffff:127.0.0.1",
  "::ffff:a9fe:a9fe",
  "64:ff9b::10.0.0.1",
  "2002:7f00:1::",
  "ff02::1",
  "192.0.0.170",
  "198.18.0.1",
  "192.88.99.1",
  "0.1.2.3",
  "::127.0.0.1",
  "::ffff:0:10.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::8.8.8.8",
  "2002:a9fe:a9fe::1",
  "2001:0:4136:e378:8000:63bf:3fff:fdd2",
  "2606:4700::5efe:10.0.0.1",
  "2606:4700::200:5efe:192.168.0.1",
  "100::1",
  "3fff::1",
  "4000::1",
  "fc00::1",
  "fec0::1",
  "localhost",
  "1.2.3",
  "2130706433",
])("nothing is sent to %s", (address) => expect(whyRefused(address, [])).not.toBeNull());

test.each(["8.8.8.8", "172.32.0.1", "172.15.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])(
  "%s is a public place",
  (address) => expect(whyRefused(address, [])).toBeNull(),
);

test("a network that is named is allowed, and nothing beside it", () => {
  expect(whyRefused("10.1.2.3", ["10.1.0.0/16"])).toBeNull();
  expect(whyRefused("10.2.2.3", ["10.1.0.0/16"])).not.toBeNull();
  expect(whyRefused("::1", ["::1/128"])).toBeNull();
  expect(whyRefused("::ffff:10.1.2.3", ["10.1.0.0/16"])).toBeNull();
  expect(whyRefused("127.0.0.1", ["::1/128", "nonsense"])).not.toBeNull();
});

test.each(["1.2.3.4", "10.0.0.0/33", "::/129", "10.0.0/8", "a/8", "::1::2/64", "10.0.0.0/8/8", ""])(
  "%s is no network",
  (text) => expect(parseNetwork(text)).toBeNull(),
);

test("an address is read as bytes, whichever way version 6 is shortened", () => {
  expect(parseAddress("2001:db8::1")).toEqual([0x20, 1, 0xd, 0xb8, ...Array(11).fill(0), 1]);
  expect(parseAddress("1:2:3:4:5:6:7:8")).toHaveLength(16);
  expect(parseAddress("1:2:3:4:5:6:7::8")).toBeNull();
  const whole = { bytes: [1, 2, 3, 4], bits: 0 };
  expect(isWithin([9, 9, 9, 9], whole)).toBe(true);
});

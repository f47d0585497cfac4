import { type AddressBytes, isWithin, type Network, parseAddress, parseNetwork } from "../core/index.ts";

/** Networks that are no public place, after the special-purpose registries of RFC 6890, and what each is called. */
const SPECIAL: readonly (readonly [string, string])[] = [
  ["0.0.0.0/8", "of no network"],
  ["10.0.0.0/8", "private"],
  ["100.64.0.0/10", "of a carrier’s own network"],
  ["127.0.0.0/8", "of this machine itself"],
  ["169.254.0.0/16", "link-local, where clouds serve metadata"],
  ["172.16.0.0/12", "private"],
  ["192.0.0.0/24", "reserved"],
  ["192.0.2.0/24", "for documentation"],
  ["192.88.99.0/24", "reserved"],
  ["192.168.0.0/16", "private"],
  ["198.18.0.0/15", "for benchmarks"],
  ["198.51.100.0/24", "for documentation"],
  ["203.0.113.0/24", "for documentation"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
  ["::/128", "of no network"],
  ["::1/128", "of this machine itself"],
  ["64:ff9b:1::/48", "private"],
  ["100::/64", "reserved"],
  ["2001:db8::/32", "for documentation"],
  ["3fff::/20", "for documentation"],
  ["2001::/23", "reserved"],
  ["fc00::/7", "private"],
  ["fe80::/10", "link-local"],
  ["fec0::/10", "private"],
  ["ff00::/8", "multicast"],
];

/** Version 6 addresses that hold one of version 4, and where: what it leads to is judged. */
const HOLDING_VERSION_4: readonly (readonly [string, number])[] = [
  ["::ffff:0:0/96", 12],
  ["::/96", 12],
  ["64:ff9b::/96", 12],
  ["::ffff:0:0:0/96", 12],
  ["2002::/16", 2],
];

function networkOf(text: string): Network {
  const network = parseNetwork(text);
  if (network === null) throw new Error(`${text} is no network`);
  return network;
}

/** All of version 6 that is given out to be reached from anywhere. */
const PUBLIC_VERSION_6 = networkOf("2000::/3");
/** Where a tunnel within a site (ISATAP, RFC 5214) says which address of version 4 follows. */
const TUNNEL_MARKS = ["0,0,94,254", "2,0,94,254"];

const SPECIAL_NETWORKS = SPECIAL.map(([text, what]) => ({ network: networkOf(text), what }));
const HOLDERS = HOLDING_VERSION_4.map(([text, offset]) => ({ network: networkOf(text), offset }));

/**
 * Why nothing is sent to an address, in words; null = it may be. Whatever is not public is refused (private, loopback,
 * link-local, the metadata services of clouds, …), also dressed up as version 6, unless `allowed` names its network.
 * `allowed` are networks as `10.0.0.0/8`.
 */
export function whyRefused(address: string, allowed: readonly string[]): string | null {
  const bytes = parseAddress(address);
  if (bytes === null) return "it is no address of the Internet Protocol";
  const judged = unwrap(bytes);
  const isAllowed = allowed.some((text) => {
    const network = parseNetwork(text);
    return network !== null && (isWithin(bytes, network) || isWithin(judged, network));
  });
  if (isAllowed) return null;
  const special = SPECIAL_NETWORKS.find(({ network }) => isWithin(judged, network));
  if (special !== undefined) return `the address is ${special.what}`;
  const isOutside = judged.length === 16 && !isWithin(judged, PUBLIC_VERSION_6);
  return isOutside ? "the address is reserved" : null;
}

function unwrap(bytes: AddressBytes): AddressBytes {
  const isLoopbackOrNone = bytes.length === 16 && bytes.slice(0, 15).every((byte) => byte === 0);
  if (bytes.length === 16 && TUNNEL_MARKS.includes(bytes.slice(8, 12).join())) return bytes.slice(12);
  const holder = HOLDERS.find(({ network }) => isWithin(bytes, network));
  if (holder === undefined || isLoopbackOrNone) return bytes;
  return bytes.slice(holder.offset, holder.offset + 4);
}

/** An address of the Internet Protocol as bytes: four, or sixteen. */
export type AddressBytes = readonly number[];

/** A network: every address whose first `bits` are those of `bytes`. */
export interface Network {
  readonly bytes: AddressBytes;
  readonly bits: number;
}

/** Reads `192.0.2.1`, `2001:db8::1`, `[::1]`, `fe80::1%eth0`; null for anything else. */
export function parseAddress(text: string): AddressBytes | null {
  const bare = text.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  return bare.includes(":") ? parseVersion6(bare) : parseVersion4(bare);
}

function parseVersion4(text: string): AddressBytes | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : null;
}

function parseVersion6(text: string): AddressBytes | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head, tail] = halves.map((half) => (half === "" ? [] : groupBytes(half.split(":"))));
  if (head === undefined || head === null || tail === null) return null;
  if (tail === undefined) return head.length === 16 ? head : null;
  const missing = 16 - head.length - tail.length;
  return missing < 2 ? null : [...head, ...new Array<number>(missing).fill(0), ...tail];
}

/** Groups of sixteen bits; the last may be an address of version 4. */
function groupBytes(groups: readonly string[]): number[] | null {
  const bytes: number[] = [];
  for (const [at, group] of groups.entries()) {
    const version4 = at === groups.length - 1 && group.includes(".") ? parseVersion4(group) : null;
    if (version4 !== null) bytes.push(...version4);
    else if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
    } else return null;
  }
  return bytes;
}

/** Reads `10.0.0.0/8` or `fd00::/8`; null for anything else. */
export function parseNetwork(text: string): Network | null {
  const [address = "", bits = "", ...more] = text.split("/");
  const bytes = parseAddress(address);
  if (bytes === null || more.length > 0 || !/^\d{1,3}$/.test(bits)) return null;
  return Number(bits) <= bytes.length * 8 ? { bytes, bits: Number(bits) } : null;
}

/** Whether an address lies in a network of its own version. */
export function isWithin(address: AddressBytes, { bytes, bits }: Network): boolean {
  if (address.length !== bytes.length) return false;
  return bytes.every((byte, at) => {
    const kept = Math.min(8, Math.max(0, bits - at * 8));
    return byte >> (8 - kept) === (address[at] ?? 0) >> (8 - kept);
  });
}

import { isWithin, type Network, parseAddress } from "../core/index.ts";

/** What is known of the way a request came. */
export interface Forwarding {
  /** Of whoever sent it: the last address on its way that is no proxy of ours. */
  readonly address: string;
  /** Whether it was encrypted where it came in. */
  readonly isSecure: boolean;
  /** The host that the browser asked for, where a proxy asks us for another. */
  readonly host: string | null;
}

export interface Hop {
  /** The address at the other end of the connection. */
  readonly remote: string;
  readonly trusted: readonly Network[];
  /** The value of a header as it came, of several the list of all; null = there is none. */
  readonly header: (name: string) => string | null;
}

/**
 * Who sent a request. Headers that proxies write are believed only of a proxy that is configured: anyone else may write
 * what they like there. Of a list of addresses those on the right were written by the nearest: the first that is no proxy
 * of ours is the sender, and what stands left of it is hearsay.
 */
export function settleForwarding({ remote, trusted, header }: Hop): Forwarding {
  if (!isTrusted(remote, trusted)) return { address: bare(remote), isSecure: false, host: null };
  const list = (header("x-forwarded-for") ?? "").split(",").map((one) => one.trim());
  const way = [...list.filter((one) => parseAddress(one) !== null), remote];
  const address = way.findLast((one) => !isTrusted(one, trusted)) ?? way[0] ?? remote;
  const nearest = (name: string) => header(name)?.split(",").at(-1)?.trim() ?? null;
  return {
    address: bare(address),
    isSecure: nearest("x-forwarded-proto")?.toLowerCase() === "https",
    host: nearest("x-forwarded-host"),
  };
}

function isTrusted(address: string, trusted: readonly Network[]): boolean {
  const bytes = parseAddress(bare(address));
  return bytes !== null && trusted.some((network) => isWithin(bytes, network));
}

/** An address of version 4 that a socket of version 6 tells is told as what it is. */
function bare(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "");
}

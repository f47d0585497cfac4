import type { Channel } from "#lib/outgoing/channel/channelBody.ts";
import { EVENT_KINDS, type EventKind } from "#lib/outgoing/types.ts";

/** A channel as it is typed. */
export interface ChannelDraft {
  readonly name: string;
  /** Empty: as it was. */
  readonly url: string;
  readonly kinds: readonly EventKind[];
  readonly region: string;
  readonly hasQuietHours: boolean;
  readonly timeZone: string;
  readonly from: string;
  readonly to: string;
  readonly criticalPasses: boolean;
  readonly enabled: boolean;
}

export function draftOfChannel(channel: Channel | null): ChannelDraft {
  const quiet = channel?.quietHours ?? null;
  return {
    name: channel?.name ?? "",
    url: "",
    kinds: channel?.kinds ?? EVENT_KINDS,
    region: channel?.regions.join(", ") ?? "",
    hasQuietHours: quiet !== null,
    timeZone: quiet?.timeZone ?? "UTC",
    from: quiet?.from ?? "22:00",
    to: quiet?.to ?? "07:00",
    criticalPasses: quiet?.criticalPasses ?? true,
    enabled: channel?.enabled ?? true,
  };
}

/** What is sent of it. */
export function channelBody(draft: ChannelDraft): object {
  const { timeZone, from, to, criticalPasses } = draft;
  const regions = draft.region.split(",").map((name) => name.trim());
  return {
    name: draft.name.trim(),
    ...(draft.url.trim() !== "" && { url: draft.url.trim() }),
    kinds: draft.kinds,
    regions: regions.filter((name) => name !== ""),
    quietHours: draft.hasQuietHours ? { timeZone: timeZone.trim(), from, to, criticalPasses } : null,
    enabled: draft.enabled,
  };
}

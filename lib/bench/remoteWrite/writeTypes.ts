/** Where bodies are sent to, and how. */
export interface WriteOrder {
  readonly url: string;
  readonly token?: string;
  /** Requests under way at once, each on a connection of its own that is kept open. */
  readonly connections: number;
  /** After so many the same series come again, a step later. */
  readonly requestsPerRound: number;
  /** Sent before counting begins: so that series are known. */
  readonly warmUpRequests: number;
}

export interface WriteResult {
  readonly samples: number;
  readonly seconds: number;
}

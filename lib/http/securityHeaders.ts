/** Names a page's nonce to what renders the page. */
export const NONCE_HEADER = "x-nonce";

export interface AnswerNature {
  /** `contentSecurityPolicy` of the one answer. */
  readonly policy: string;
  /** Whether the browser's connection is encrypted. */
  readonly isSecure: boolean;
}

const YEAR_SECONDS = 31_536_000;

/**
 * What a browser may do with an answer of ours: run and style by our own files and by what carries the nonce, speak with
 * nobody but us, stand in nobody's frame. Attributes of style are let: the framework and the charts place things by them.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The headers that every answer of the web process carries, page, file or data. */
export function securityHeaders({ policy, isSecure }: AnswerNature): Readonly<Record<string, string>> {
  return {
    "content-security-policy": policy,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ...(isSecure ? { "strict-transport-security": `max-age=${YEAR_SECONDS}; includeSubDomains` } : {}),
  };
}

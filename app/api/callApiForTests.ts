import type { TestApp } from "#lib/http/appForTests.ts";
import { dispatch, type RouteFile } from "./routeFilesForTests.ts";

export interface Call {
  readonly method?: string;
  readonly token?: string;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, where it is JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they are about to assert
  readonly json: any;
}

/** Calls routes of the app with the tokens of a test app. */
export function apiCaller(files: readonly RouteFile[], { tokens }: Pick<TestApp, "tokens">) {
  return async (
    path: string,
    { method = "GET", token = tokens.admin, body, headers = {} }: Call = {},
  ): Promise<CallAnswer> => {
    const raw = body === undefined || typeof body === "string" || body instanceof Uint8Array;
    const sent = raw ? (body as BodyInit | undefined) : JSON.stringify(body);
    const request = new Request(`http://ballast.test${path}`, {
      method,
      headers: {
        ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        ...(raw ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
    });
    const response = await dispatch(files, request);
    const text = await response.text();
    const isJson = (response.headers.get("content-type") ?? "").includes("json");
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : null,
    };
  };
}

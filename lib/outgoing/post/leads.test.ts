import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newChannelSchema } from "../channel/channelBody.ts";
import { type Receiver, startReceiver } from "../receiverForTests.ts";
import { postSigned } from "./commands.ts";

const SECRET = "a secret of the receiver's own";
let receiver: Receiver;
let port = "";
beforeAll(async () => {
  receiver = await startReceiver(SECRET);
  port = new URL(receiver.url).port;
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.received.length = 0;
});

const post = (host: string, more: Partial<Parameters<typeof postSigned>[0]> = {}) =>
  postSigned({
    url: `http://${host}:${port}/hook`,
    secret: SECRET,
    body: "{}",
    idempotencyKey: "k",
    nowMs: 0,
    allow: [],
    ...more,
  });

describe("what leads to this machine is not sent to", () => {
  test.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
    "localhost",
    "LOCALHOST.",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "169.254.169.254",
    "[fd00:ec2::254]",
  ])("written as %s", async (host) => {
    const outcome = await post(host);
    expect(outcome).toMatchObject({ ok: false, status: null });
    expect(receiver.received).toEqual([]);
  });

  test("nor where one of several addresses of a name does", async () => {
    const lookUp = async () => [
      { address: "203.0.114.7", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ];
    expect(await post("several.example", { lookUp })).toMatchObject({
      ok: false,
      isFinal: true,
      error: expect.stringContaining("private"),
    });
  });
});

test("a name is asked for once, and the address that was judged is the one that is connected to", async () => {
  const answers = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];
  const asked: string[] = [];
  const lookUp = async (name: string) => {
    asked.push(name);
    return [{ address: answers[asked.length - 1] ?? "", family: 4 }];
  };
  const outcome = await post("changing.example", { allow: ["127.0.0.1/32"], lookUp });
  expect(outcome).toMatchObject({ ok: true, status: 200 });
  expect(asked).toEqual(["changing.example"]);
  expect(receiver.received.map(({ headers }) => headers.host)).toEqual([`changing.example:${port}`]);
});

test("a redirect is not followed, wherever it leads", async () => {
  receiver.answers.push("redirect");
  const outcome = await post("127.0.0.1", { allow: ["127.0.0.0/8"] });
  expect(outcome).toMatchObject({ ok: false, status: 307, isFinal: true });
  expect(receiver.received).toHaveLength(1);
});

describe("a channel's address", () => {
  const accepts = (url: string) => newChannelSchema.safeParse({ name: "n", url }).success;
  test.each([
    "https://hooks.example/x",
    "http://hooks.example:8080/x",
    "https://hooks.example:443/",
    "https://bücher.example/x?token=a%40b",
  ])("may be %s", (url) => expect(accepts(url)).toBe(true));
  test.each([
    "ftp://hooks.example/",
    "file:///etc/passwd",
    "gopher://hooks.example/",
    "javascript:alert(1)",
    "https://user:pass@hooks.example/",
    "https:user@hooks.example/",
    "https:\\\\user@hooks.example/",
    "https://@@hooks.example/",
    "http://hooks.example:25/",
    "http://hooks.example:22/",
    "http://hooks.example:6/",
    "//hooks.example/",
    "hooks.example",
  ])("is not %s", (url) => expect(accepts(url)).toBe(false));
});

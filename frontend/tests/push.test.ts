import { describe, expect, it } from "vitest";
import { fromBase64Url, nameOf } from "../src/islands/push";

describe("the key of the server", () => {
  it("is read from base64url", () => {
    expect([...fromBase64Url("-_8A")]).toEqual([251, 255, 0]);
  });
});

describe("the name of a browser", () => {
  it.each([
    ["Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"],
    ["Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox, Windows"],
    ["Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"],
    ["curl/8.0", ""],
  ])("%s", (agent, name) => {
    expect(nameOf(agent)).toBe(name);
  });
});

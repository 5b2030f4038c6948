import { afterEach, describe, expect, it } from "vitest";

import { megabytes, mount } from "../src/islands/send-report";

afterEach(() => {
  document.documentElement.lang = "";
  document.body.replaceChildren();
});

describe("the size of photographs", () => {
  it("is one number for all of them, as the page's language writes it", () => {
    document.documentElement.lang = "id";
    expect(megabytes([{ size: 4_200_000 }, { size: 1_040_000 }])).toBe("5,2 MB");
    document.documentElement.lang = "en";
    expect(megabytes([{ size: 4_200_000 }, { size: 1_040_000 }])).toBe("5.2 MB");
    expect(megabytes([])).toBe("0 MB");
  });
});

describe("finding the village", () => {
  it("is not offered where the browser cannot say where it is", () => {
    const form = document.createElement("form");
    form.innerHTML = '<p data-locate hidden><button type="button"></button></p><p data-located hidden></p>';
    form.dataset["near"] = "/near/";
    document.body.append(form);
    mount(form, new AbortController().signal);
    expect(form.querySelector<HTMLElement>("[data-locate]")?.hidden).toBe(true);
  });
});

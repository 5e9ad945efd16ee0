// A newcomer's path: the printed link, the control room, and a viewer who sees and hears what is on air.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { colour, PATIENCE, plays } from "../picture.js";
import { browser, serve } from "../server.js";

let server;
before(async () => (server = await serve()));
after(async () =>
  assert.equal(await server.stop(), 0, "the server ends in order"),
);

test("a viewer without a link sees the slate in the summit’s colour over WebTransport", async () => {
  const chromium = await browser();
  try {
    const page = await chromium.newPage();
    await page.goto(`${server.origin}/watch`);
    await plays(page, "webtransport");
    const [red, green, blue] = await colour(page);
    // The default ground is 12 3b 4f; H.264 and the slate's lines leave it near.
    assert.ok(
      Math.abs(red - 0x12) < 24 &&
        Math.abs(green - 0x3b) < 24 &&
        Math.abs(blue - 0x4f) < 24,
      `${red} ${green} ${blue}`,
    );
  } finally {
    await chromium.close();
  }
});

test("a viewer whose network blocks UDP still sees the programme", async () => {
  const chromium = await browser(
    "--disable-quic",
    "--disable-features=WebTransport",
  );
  try {
    const page = await chromium.newPage();
    // What a network that drops UDP looks like to the page: the session never opens.
    await page.addInitScript(() => {
      globalThis.WebTransport = class {
        ready = new Promise(() => {});
        closed = new Promise(() => {});
        close() {}
      };
    });
    await page.goto(`${server.origin}/watch`);
    await plays(page, "websocket");
  } finally {
    await chromium.close();
  }
});

test("the printed link opens the control room in one browser and in no second one", async () => {
  const chromium = await browser();
  try {
    const first = await (
      await chromium.newContext({ viewport: { width: 1920, height: 1080 } })
    ).newPage();
    await first.goto(server.link);
    await first.getByTestId("join-button").click(PATIENCE);
    await first.waitForURL("**/control", PATIENCE);
    await first.getByTestId("on-air-light").waitFor(PATIENCE);

    const second = await (await chromium.newContext()).newPage();
    await second.goto(server.link);
    await second.getByTestId("join-refused").waitFor(PATIENCE);
  } finally {
    await chromium.close();
  }
});

// In Persian every public and guest screen reads from right to left, and fits a small phone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { arrive, enter, invite, producer } from "../people.js";
import { PATIENCE, plays } from "../picture.js";
import { browser, serve } from "../server.js";

const PHONE = {
  locale: "fa-IR",
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
};

let server, chromium, desk;
before(async () => {
  server = await serve();
  chromium = await browser();
  desk = await producer(chromium, server.link);
});
after(async () => {
  await chromium?.close();
  assert.equal(await server.stop(), 0, "the server ends in order");
});

/** The page reads from right to left, and nothing that a finger needs lies outside the screen. */
async function fits(page, screen) {
  const seen = await page.evaluate(() => {
    const outside = [
      ...document.querySelectorAll(
        "button, a, select, input:not(.sr-only), video, h1, p",
      ),
    ].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return (
        width > 1 &&
        one.checkVisibility() &&
        (left < -0.5 || right > innerWidth + 0.5)
      );
    });
    return {
      dir: document.documentElement.dir,
      lang: document.documentElement.lang,
      wide: Math.max(0, document.documentElement.scrollWidth - innerWidth),
      outside: outside.map(
        (one) => one.dataset.testid ?? one.textContent.trim(),
      ),
    };
  });
  assert.deepEqual(
    seen,
    { dir: "rtl", lang: "fa", wide: 0, outside: [] },
    screen,
  );
}

test("public screens", async () => {
  const { url } = await invite(desk, "speakers", {
    name: "شیرین رحمانی",
    title: "",
    language: "fa",
  });
  const page = await (await chromium.newContext(PHONE)).newPage();
  const screens = {
    "/": "home-watch",
    "/join": "join-refused",
    [`/join#${"ab".repeat(32)}`]: "join-refused",
    [new URL(url).pathname + new URL(url).hash]: "join-button",
    "/speaker": "stranger",
    "/location": "stranger",
    "/control": "stranger",
    "/nothing-here": "error",
    "/wall": "wall",
  };
  for (const [path, testid] of Object.entries(screens)) {
    // A new page for each: an address that differs behind the # alone would not be loaded again.
    await page.goto("about:blank");
    await page.goto(server.origin + path);
    await page.getByTestId(testid).waitFor(PATIENCE);
    await fits(page, path);
  }
  await page.goto(`${server.origin}/watch`);
  await plays(page);
  await page.getByTestId("stats-toggle").click(PATIENCE);
  await page.getByTestId("stats").waitFor(PATIENCE);
  await fits(page, "/watch");
});

for (const [kinds, name] of [
  ["speakers", "پروفسور شیرین رحمانی یزدی‌نژاد اصفهانی"],
  ["locations", "تالار بزرگ خانهٔ آب یزد، محلهٔ فهادان"],
])
  test(`every stage of the room of ${kinds}`, async () => {
    const body =
      kinds === "speakers"
        ? { name, title: "", language: "fa" }
        : { name, country: "ir" };
    const { url, id } = await invite(desk, kinds, body);
    const page = await arrive(chromium, url, PHONE);
    await page.getByTestId("check-start").waitFor(PATIENCE);
    await fits(page, "before the check");
    await enter(page);
    await plays(page);
    await fits(page, "in the room");
    await page.getByTestId("mute").click(PATIENCE);
    await page
      .locator("[data-testid=mute][aria-pressed=true]")
      .waitFor(PATIENCE);
    await fits(page, "muted");
    await page.getByTestId("devices").click(PATIENCE);
    await page.getByTestId("enter-room").waitFor(PATIENCE);
    await fits(page, "at the check");

    const response = await desk.request.delete(
      `${server.origin}/api/v1/${kinds}/${id}`,
      {
        headers: { origin: server.origin },
      },
    );
    assert.equal(response.ok(), true);
    await page.getByTestId("removed").waitFor(PATIENCE);
    await fits(page, "after the end");
  });

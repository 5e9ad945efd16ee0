// Takes a picture of every screen, on a desktop and on a phone, in English and in Persian, with the demo's people:
// to be looked at by somebody. They are in target/screens.
//
//     node screens.js [desktop|laptop|phone]
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createInterface } from "node:readline";
import { arrive, enter, invite, preview, producer } from "./people.js";
import { PATIENCE, plays } from "./picture.js";
import { browser } from "./server.js";

const root = new URL("..", import.meta.url).pathname;
const folder = `${root}target/screens`;
await mkdir(folder, { recursive: true });

const demo = spawn(
  process.env.STORIES_PROGRAM ?? `${root}target/release/plenary`,
  ["demo", "--port", "0", "--data", `${root}target/screens-demo`],
  {
    stdio: ["ignore", "pipe", "inherit"],
  },
);
const ended = new Promise((resolve) => demo.on("exit", resolve));
const links = {};
for await (const line of createInterface({ input: demo.stdout })) {
  const [, what, link] = line.match(/^ {2}(\S.*?) {2,}(http\S+)$/) ?? [];
  if (link) links[what] = link;
  if (links["Connect a location"]) break;
}
const origin = new URL(links.Watch).origin;

const LANGUAGES = { en: "en-GB", fa: "fa-IR" };
const DEVICES = {
  desktop: { viewport: { width: 1920, height: 1080 } },
  laptop: { viewport: { width: 1366, height: 768 } },
  phone: {
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
    deviceScaleFactor: 2,
  },
};

const chromium = await browser();
try {
  const desk = await producer(chromium, links["Control room"]);
  // The control room as nobody has touched it yet: the picture of the README.
  await desk.waitForFunction(
    () =>
      document.querySelectorAll("[data-testid=item][data-state=done]")
        .length === 3,
    undefined,
    PATIENCE,
  );
  await desk.waitForTimeout(3_000);
  await desk.screenshot({ path: `${folder}/readme.png` });
  const only = process.argv[2];
  for (const [language, locale] of Object.entries(LANGUAGES))
    for (const [device, shape] of Object.entries(DEVICES)) {
      if (only && device !== only) continue;
      const options = { ...shape, locale };
      const shoot = (page, name) =>
        page.screenshot({
          path: `${folder}/${name}-${device}-${language}.png`,
        });
      const context = await chromium.newContext(options);
      const open = async (path) => {
        const page = await context.newPage();
        await page.goto(origin + path);
        return page;
      };

      let page = await open("/");
      await page.getByTestId("home-watch").waitFor(PATIENCE);
      await shoot(page, "home");
      page = await open("/watch");
      await plays(page);
      await shoot(page, "watch");
      // Controls come when a hand moves.
      await page.mouse.move(200, 200);
      await page.getByTestId("stats-toggle").click(PATIENCE);
      await shoot(page, "watch-stats");
      page = await open("/wall");
      await page.waitForTimeout(6_000);
      await shoot(page, "wall");
      page = await open("/nothing-here");
      await page.getByTestId("error").waitFor(PATIENCE);
      await shoot(page, "error");
      page = await open(`/join#${"ab".repeat(32)}`);
      await page.getByTestId("join-refused").waitFor(PATIENCE);
      await shoot(page, "join-refused");
      await context.close();

      const persian = language === "fa";
      for (const [kind, body] of Object.entries({
        speakers: {
          name: persian ? "شیرین رحمانی" : "Amina Odhiambo",
          title: persian ? "آب‌شناس" : "Hydrologist",
          language,
        },
        locations: {
          name: persian ? "تالار خانهٔ آب" : "Riverside Hall",
          country: persian ? "ir" : "ke",
        },
      })) {
        const { url, source } = await invite(desk, kind, body);
        const context = await chromium.newContext(options);
        const page = await context.newPage();
        await page.goto(url);
        await page.getByTestId("join-button").waitFor(PATIENCE);
        await shoot(page, `join-${kind}`);
        await page.getByTestId("join-button").click(PATIENCE);
        await page.waitForURL(/\/(speaker|location)$/, PATIENCE);
        await page.getByTestId("check-start").waitFor(PATIENCE);
        await shoot(page, `${kind}-start`);
        await page.getByTestId("check-start").click(PATIENCE);
        await page.getByTestId("enter-room").waitFor(PATIENCE);
        await page.waitForTimeout(1_500);
        await shoot(page, `${kind}-check`);
        await page.getByTestId("enter-room").click(PATIENCE);
        await page.locator("[data-step=room]").waitFor(PATIENCE);
        await plays(page);
        await shoot(page, `${kind}-room`);
        if (kind === "speakers" && device !== "laptop") {
          await preview(desk, source);
          await page
            .locator("[data-testid=tally][data-state=ready]")
            .waitFor(PATIENCE);
          await page.waitForTimeout(700);
          await shoot(page, "speakers-next");
          await desk.getByTestId("take").click(PATIENCE);
          await page
            .locator("[data-testid=tally][data-state=on_air]")
            .waitFor(PATIENCE);
          await page.waitForTimeout(1_500);
          await shoot(page, "speakers-air");
        }
        await context.close();
      }

      const { url } = await invite(desk, "producers", { name: "Second desk" });
      page = await arrive(chromium, url, options);
      await page
        .locator("[data-testid=control][data-status=open]")
        .waitFor(PATIENCE);
      await page.waitForTimeout(4_000);
      await shoot(page, "control");
      await page.keyboard.press("?");
      await page.waitForTimeout(500);
      await shoot(page, "control-keys");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Shift+Digit3");
      await page.waitForTimeout(500);
      await shoot(page, "control-boxes");
      await page.keyboard.press("f");
      await page.waitForTimeout(500);
      await shoot(page, "control-floor");
      await page.keyboard.press("f");
      await page.getByTestId("open-graphics").click(PATIENCE);
      await page.waitForTimeout(700);
      await shoot(page, "control-graphics");
      await page.getByTestId("graphic-add").click(PATIENCE);
      await page.waitForTimeout(500);
      await shoot(page, "control-graphic");
      await page.keyboard.press("Escape");
      await page.getByTestId("tab-rooms").click(PATIENCE);
      await page.waitForTimeout(1_500);
      await shoot(page, "control-rooms");
      await page.getByTestId("open-sound").click(PATIENCE);
      await page.waitForTimeout(1_000);
      await shoot(page, "control-sound");
      await page.getByTestId("open-sound").click(PATIENCE);
      await page.getByTestId("open-manage").click(PATIENCE);
      for (const tab of ["hands", "rehearsal", "stages", "clips", "scenes"]) {
        await page.getByTestId(`manage-${tab}`).click(PATIENCE);
        await page.waitForTimeout(500);
        await shoot(page, `manage-${tab}`);
      }
      await page.getByTestId("scene-copy-grid_3").click(PATIENCE);
      await page.getByTestId("scene-box-0").focus();
      await shoot(page, "manage-scene");
      await page.keyboard.press("Escape");
      for (const [name, ready] of Object.entries({
        rundown: "planning",
        crew: "crew-view",
      })) {
        const own = await page.context().newPage();
        await own.goto(`${origin}/control/${name}`);
        await own.getByTestId(ready).waitFor(PATIENCE);
        await own.waitForTimeout(2_000);
        await shoot(own, `control-${name}`);
        if (name !== "rundown") continue;
        for (const what of ["changes", "exchange"]) {
          await own.getByTestId(`open-${what}`).click(PATIENCE);
          await own.waitForTimeout(700);
          await shoot(own, `control-${what}`);
          await own.keyboard.press("Escape");
        }
      }
      await page.context().close();
      console.log(`${device}, ${language}`);
    }
} finally {
  await chromium.close();
  demo.kill("SIGTERM");
  await ended;
}

// The sound desk: a speaker is muted and the meters fall, one is heard alone, and the programme's loudness is read.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { arrive, ask, enter, invite, preview, producer } from "../people.js";
import { PATIENCE } from "../picture.js";
import { browser, serve } from "../server.js";

const folder = new URL("../../target/screens/", import.meta.url).pathname;
let server, chromium;
before(async () => {
  await mkdir(folder, { recursive: true });
  server = await serve();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  assert.equal(await server.stop(), 0, "the server ends in order");
});

/** Waits until a strip's meter shows more, or less, than so many dB. */
const meter = (desk, source, above, below) =>
  desk.waitForFunction(
    ([source, above, below]) => {
      const strip = document.querySelector(
        `[data-testid=sound-strip][data-source="${source}"]`,
      );
      const peak = Number(strip?.dataset.peak ?? NaN);
      return peak > above && peak < below;
    },
    [source, above, below],
    PATIENCE,
  );

test("a speaker is muted with a key: the meter falls, and rises again", async () => {
  const desk = await producer(chromium, server.link);
  const speaker = await invite(desk, "speakers", {
    name: "Amina Odhiambo",
    language: "en",
  });
  const guest = await arrive(chromium, speaker.url);
  await enter(guest);
  await preview(desk, speaker.source);
  await desk.getByTestId("cut").click(PATIENCE);

  await desk.locator("body").press("Backslash");
  const strip = desk.locator(
    `[data-testid=sound-strip][data-source="${speaker.source}"]`,
  );
  await strip.waitFor(PATIENCE);
  // Chromium's fake microphone beeps once a second.
  await meter(desk, speaker.source, -40, 1);
  // Too loud a programme stands behind a sign.
  await desk.waitForFunction(
    () =>
      /-\d+\.\d/.test(
        document.querySelector("[data-testid=loudness-integrated]").textContent,
      ),
    undefined,
    PATIENCE,
  );
  await desk.screenshot({ path: `${folder}sound-story.png` });
  await strip.focus();
  await desk.keyboard.press("m");
  await desk
    .locator(`[data-testid=sound-strip][data-muted=true]`)
    .waitFor(PATIENCE);
  await meter(desk, speaker.source, -100, -80);
  await desk.screenshot({ path: `${folder}sound-muted.png` });
  await desk.keyboard.press("m");
  await meter(desk, speaker.source, -40, 1);

  // The keys of a strip are the strip's: nothing else happened on air.
  await desk.keyboard.press("s");
  await desk
    .locator(`[data-testid=sound-strip][data-solo=true]`)
    .waitFor(PATIENCE);
  await desk.keyboard.press("ArrowUp");
  await desk.waitForFunction(
    () =>
      document.querySelector("[data-testid=sound-gain-value]").textContent ===
      "+1.0",
    undefined,
    PATIENCE,
  );
  const sound = await ask(desk, "GET", "/sound");
  assert.equal(sound.strips[0].settings.gain_db, 1);
  assert.equal(
    await desk.getByTestId("air-state").getAttribute("data-state"),
    "air",
  );
});

// A speaker's way: personal link, device check, waiting room, air; read where the audience is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { arrive, enter, invite, preview, producer, tile } from "../people.js";
import { isCamera, PATIENCE, plays, showsCamera } from "../picture.js";
import { browser, serve } from "../server.js";
import { beeps, listen } from "../sound.js";

/** A speaker knows that they are on air before they can have said a word, in ms. */
const TALLY_MS = 1_000;

let server, backstage, audience;
before(async () => {
  server = await serve();
  [backstage, audience] = [await browser(), await browser()];
});
after(async () => {
  await Promise.all([backstage?.close(), audience?.close()]);
  assert.equal(await server.stop(), 0, "the server ends in order");
});

test("a speaker goes from a link to the air, and a viewer with a slow loudspeaker sees and hears them", async () => {
  const desk = await producer(backstage, server.link);
  const { url, source } = await invite(desk, "speakers", {
    name: "Amina Odhiambo",
    title: "Hydrologist",
    language: "en",
  });

  const viewer = await audience.newPage();
  await listen(viewer);
  // A wireless loudspeaker: what the page gives it is heard a quarter of a second later.
  await viewer.addInitScript(() => {
    const known = AudioContext.prototype.getOutputTimestamp;
    AudioContext.prototype.getOutputTimestamp = function () {
      const { contextTime, performanceTime } = known.call(this);
      return { contextTime: Math.max(0, contextTime - 0.25), performanceTime };
    };
  });
  await viewer.goto(`${server.origin}/watch`);
  await plays(viewer);
  assert.equal(await isCamera(viewer), false, "the slate is not the camera");

  const speaker = await arrive(backstage, url);
  await enter(speaker);
  await speaker
    .locator("[data-testid=tally][data-state=waiting]")
    .waitFor(PATIENCE);
  await speaker.evaluate(() => {
    const tally = document.querySelector("[data-testid=tally]");
    new MutationObserver(
      () =>
        (globalThis.lit ??=
          tally.dataset.state === "on_air" ? Date.now() : undefined),
    ).observe(tally, { attributes: true });
  });

  await preview(desk, source);
  await speaker
    .locator("[data-testid=tally][data-state=ready]")
    .waitFor(PATIENCE);
  // The picture of what a take would bring is there before it is taken.
  await showsCamera(desk, undefined, "[data-testid=preview]");

  await desk.evaluate(() => {
    addEventListener("click", () => (globalThis.pressed = Date.now()), {
      capture: true,
      once: true,
    });
  });
  await desk.getByTestId("take").click(PATIENCE);
  await speaker.waitForFunction(() => globalThis.lit, undefined, PATIENCE);
  const late_ms =
    (await speaker.evaluate(() => globalThis.lit)) -
    (await desk.evaluate(() => globalThis.pressed));
  assert.ok(
    late_ms <= TALLY_MS,
    `the speaker's light came ${late_ms} ms after the take`,
  );
  await tile(desk, source, "air").waitFor(PATIENCE);
  await speaker
    .locator("[data-testid=air-edge][data-state=on_air]")
    .waitFor(PATIENCE);

  await showsCamera(viewer);
  await plays(viewer);
  assert.equal(
    await viewer.getByTestId("on-air-title").textContent(),
    "Amina Odhiambo",
  );
  const between = await beeps(viewer, 4);
  assert.ok(
    between.every((gap_s) => gap_s > 0.3 && gap_s < 1.6),
    `the fake microphone beeps once a second, heard with ${between.map((gap) => gap.toFixed(2))} s between`,
  );
});

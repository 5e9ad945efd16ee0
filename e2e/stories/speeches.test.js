// A recorded speech: its speaker sends it over a network that breaks, the crew watches it, and it goes on air.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { film } from "../film.js";
import { arrive, ask, invite, producer, tile } from "../people.js";
import { PATIENCE } from "../picture.js";
import { browser, serve } from "../server.js";

let server, chromium, folder;
before(async () => {
  server = await serve();
  chromium = await browser();
  folder = mkdtempSync(join(tmpdir(), "plenary-speech-"));
});
after(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true, force: true });
  assert.equal(await server.stop(), 0, "the server ends in order");
});

const clip = (page, state, review) =>
  page
    .locator(
      `[data-testid=own-clip][data-state=${state}][data-review=${review}]`,
    )
    .first()
    .waitFor(PATIENCE);

test("a speech is sent over a breaking network, sent back, sent again, approved and shown", async () => {
  const desk = await producer(chromium, server.link);
  const amina = await invite(desk, "speakers", {
    name: "Amina Odhiambo",
    language: "en",
  });
  const guest = await arrive(chromium, amina.url);
  await guest.getByTestId("speech-instead").click(PATIENCE);
  await guest.getByTestId("speech-choose").waitFor(PATIENCE);

  // The network is gone when the file is chosen, and comes back.
  let broken = 0;
  await guest.route("**/api/v1/uploads/**", async (route) => {
    if (route.request().method() === "PATCH" && broken < 3) {
      broken += 1;
      await route.abort("connectionreset");
    } else await route.continue();
  });
  await guest
    .getByTestId("speech-file")
    .setInputFiles(
      film(join(folder, "silent.mp4"), "red", 6, ["-af", "volume=0"]),
    );
  await clip(guest, "ready", "waiting");
  assert.equal(broken, 3);
  await guest.locator("[data-testid=findings] [data-kind=mute]").waitFor();

  // Nobody can show it before a producer has watched it.
  const [sent] = await ask(desk, "GET", "/clips");
  const scene = { layout: "full", source: sent.source };
  await assert.rejects(
    ask(desk, "POST", "/stage/preview", { scene }),
    /clip-not-approved/,
  );

  await desk.getByTestId("open-manage").click(PATIENCE);
  await desk.getByTestId("manage-clips").click(PATIENCE);
  await desk.getByTestId("clip-open").click(PATIENCE);
  const plays = await desk.getByTestId("recording-video").evaluate(
    (video) =>
      new Promise((resolve, reject) => {
        video.onerror = () => reject(new Error(video.error?.message));
        video.ontimeupdate = () => video.currentTime > 0.5 && resolve(true);
        video.muted = true;
        void video.play();
      }),
  );
  assert.ok(plays);
  await desk.getByTestId("review-back").click(PATIENCE);
  await desk.getByTestId("review-note").fill("We do not hear you.");
  await desk.getByTestId("review-send").click(PATIENCE);
  await clip(guest, "ready", "sent_back");
  await guest.getByText("We do not hear you.").waitFor(PATIENCE);

  // The next one is better; the crew cuts it, adds subtitles and lets it through.
  await guest
    .getByTestId("speech-file")
    .setInputFiles(film(join(folder, "good.mp4"), "blue"));
  await clip(guest, "ready", "waiting");
  await desk
    .locator("[data-testid=clip]", { hasText: /Amina/ })
    .getByTestId("clip-open")
    .first()
    .click(PATIENCE);
  await desk.getByTestId("findings-none").waitFor(PATIENCE);
  await desk.getByTestId("recording-video").evaluate(
    (video) =>
      new Promise((resolve) => {
        video.onseeked = () => resolve();
        video.currentTime = 2;
      }),
  );
  await desk.getByTestId("clip-in").click(PATIENCE);
  await desk
    .getByTestId("clip-plays")
    .filter({ hasText: "0:02" })
    .waitFor(PATIENCE);
  const subtitles = join(folder, "fa.srt");
  writeFileSync(subtitles, "1\n00:00:02,000 --> 00:00:06,000\nآب برای همه\n");
  await desk.getByTestId("subtitle-language").fill("fa");
  await desk.getByTestId("subtitle-file").setInputFiles(subtitles);
  await desk
    .locator("[data-testid=recording] track[srclang=fa]")
    .waitFor({ ...PATIENCE, state: "attached" });
  await desk.getByTestId("review-approve").click(PATIENCE);
  await clip(guest, "ready", "approved");

  const [, good] = await ask(desk, "GET", "/clips");
  assert.deepEqual(
    [good.review, good.in_ms, good.subtitles],
    ["approved", 2_000, ["fa"]],
  );
  await desk.keyboard.press("Escape");
  await tile(desk, good.source, "off").click(PATIENCE);
  await tile(desk, good.source, "ready")
    .and(desk.locator("[data-state=live]"))
    .waitFor(PATIENCE);
  await desk.keyboard.press("c");
  await tile(desk, good.source, "air").waitFor(PATIENCE);

  // A viewer reads along.
  const viewer = await (await chromium.newContext()).newPage();
  await viewer.goto(`${server.origin}/watch`);
  await viewer.getByTestId("subtitles").selectOption("fa", PATIENCE);
  await desk.keyboard.press("x");
  await tile(desk, good.source, "off").waitFor(PATIENCE);
  await tile(desk, good.source, "off").click(PATIENCE);
  await tile(desk, good.source, "ready")
    .and(desk.locator("[data-state=live]"))
    .waitFor(PATIENCE);
  await desk.keyboard.press("c");
  await viewer.getByTestId("subtitle").waitFor(PATIENCE);
  assert.equal(
    await viewer.getByTestId("subtitle").textContent(),
    "آب برای همه",
  );
});

// A show of ten items with live, recorded, wall and slate ones: by itself, and by hand.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { answers, film, upload } from "../film.js";
import { arrive, ask, enter, invite, producer, tile } from "../people.js";
import { PATIENCE, plays } from "../picture.js";
import { browser, serve } from "../server.js";

let server, chromium, folder;
before(async () => {
  server = await serve();
  chromium = await browser();
  folder = mkdtempSync(join(tmpdir(), "plenary-show-"));
});
after(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true, force: true });
  assert.equal(await server.stop(), 0, "the server ends in order");
});

/** Seconds of an item: long enough for a busy machine to show it, short enough for ten of them. */
const ITEM_S = 4;

/** Runs in the viewer's page: writes down each colour that stands on the left, and each title. */
function keepWatch() {
  window.seen = [];
  const dot = new OffscreenCanvas(1, 1).getContext("2d");
  const word = ([red, green, blue]) => {
    if (red > 150 && green > 150 && blue < 110) return "yellow";
    if (red > 150 && green < 110 && blue < 110) return "red";
    if (blue > 150 && red < 110 && green < 110) return "blue";
    if (Math.abs(green - 135) < 16 && red < 16 && blue < 16) return "camera";
    return "other";
  };
  setInterval(() => {
    const canvas = document.querySelector("[data-testid=player]");
    if (!canvas?.width) return;
    const [x, y] = [canvas.width * 0.1, canvas.height * 0.5];
    dot.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
    const colour = word(dot.getImageData(0, 0, 1, 1).data);
    const title = document
      .querySelector("[data-testid=on-air-title]")
      .textContent.trim();
    const last = window.seen.at(-1);
    if (last?.colour !== colour || last.title !== title)
      window.seen.push({ colour, title });
  }, 50);
}

/** Whether one list stands within the other, in order. */
const within = (wanted, found) =>
  found.reduce((at, one) => at + (one === wanted[at] ? 1 : 0), 0) ===
  wanted.length;

test("ten items go on air by themselves, and then by hand", async () => {
  const desk = await producer(chromium, server.link);
  const amina = await invite(desk, "speakers", {
    name: "Amina Odhiambo",
    language: "en",
  });
  const speaker = await arrive(chromium, amina.url);
  await enter(speaker);
  const clips = {};
  for (const colour of ["red", "blue", "yellow"])
    clips[colour] = (
      await upload(desk, film(join(folder, `${colour}.mp4`), colour), colour)
    ).source;

  const full = (source) => ({ layout: "full", source });
  const slate = { layout: "slate" };
  const items = [
    ["Doors", slate],
    ["Greeting", full(clips.red)],
    ["Amina speaks", full(amina.source)],
    ["Film", full(clips.blue)],
    ["Everybody", full("wall/all")],
    ["Both", { layout: "two", left: amina.source, right: clips.red }],
    ["Pause", slate],
    ["Second film", full(clips.yellow)],
    ["Amina again", full(amina.source)],
    ["End", slate],
  ];
  const ids = [];
  for (const [at, [title, scene]] of items.entries()) {
    const end = at < items.length - 1 ? "follow" : "wait";
    const item = { title, scene, planned_s: ITEM_S, end };
    ids.push((await ask(desk, "POST", "/rundown/items", item)).id);
  }
  const viewer = await (await chromium.newContext()).newPage();
  await viewer.goto(`${server.origin}/watch`);
  await plays(viewer);
  await viewer.evaluate(keepWatch);

  // By itself: it is set running, and nobody touches anything until it has come to its end.
  await desk.keyboard.press("r");
  const plan = await answers(
    desk,
    "/rundown",
    { current: ids.at(-1) },
    items.length * ITEM_S * 1_000 + PATIENCE.timeout,
  );
  const aired = ids.map(
    (id) => plan.items.find((item) => item.id === id).aired,
  );
  for (const [at, { from, to }] of aired.slice(0, -1).entries()) {
    assert.equal(
      aired[at + 1].from,
      to,
      `${items[at][0]} gives way to the next`,
    );
    assert.ok(
      Math.abs(to - from - ITEM_S * 1_000) < 1_500,
      `${items[at][0]} lasted ${to - from} ms`,
    );
  }
  const colours = [
    "red",
    "camera",
    "blue",
    "other",
    "camera",
    "other",
    "yellow",
    "camera",
    "other",
  ];
  const titles = items
    .filter(([, scene]) => scene !== slate)
    .map(([title]) => title);
  await viewer.waitForFunction(
    () => window.seen.at(-1).colour === "other",
    undefined,
    PATIENCE,
  );
  const seen = await viewer.evaluate(() => window.seen);
  assert.ok(
    within(
      colours,
      seen.map((one) => one.colour),
    ),
    JSON.stringify(seen),
  );
  assert.ok(
    within(
      titles,
      seen.map((one) => one.title),
    ),
    JSON.stringify(seen),
  );

  // By hand: the same from the keyboard, as fast as the pictures are there.
  await desk.keyboard.press("r");
  await desk.evaluate(
    (first) =>
      fetch("/api/v1/rundown/jump", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ item: first }),
      }),
    ids[0],
  );
  for (const [at, [title, scene]] of items.entries()) {
    const left = scene.source ?? scene.left;
    // A guest's camera is prepared: whoever takes it before it is there takes the slate.
    if (left === amina.source)
      await tile(desk, left)
        .and(desk.locator("[data-state=live]"))
        .waitFor(PATIENCE);
    if (at > 0) await desk.keyboard.press("n");
    if (scene === slate) {
      await desk
        .locator("[data-testid=item][data-state=air]", { hasText: title })
        .waitFor(PATIENCE);
      continue;
    }
    const colour =
      Object.keys(clips).find((name) => clips[name] === left) ??
      (left === amina.source ? "camera" : "other");
    try {
      await viewer.waitForFunction(
        ([title, colour]) => {
          const last = window.seen.at(-1);
          return last.title === title && last.colour === colour;
        },
        [title, colour],
        { timeout: 30_000 },
      );
    } catch {
      const shown = await viewer.evaluate(() => window.seen.slice(-4));
      assert.fail(
        `${title} is not seen in ${colour}: ${JSON.stringify(shown)}`,
      );
    }
  }
});

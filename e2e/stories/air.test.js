// Three people in one picture, a delay between them and the audience, and the key that throws away what is held.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { producer, rehearse, tile } from "../people.js";
import { colour, PATIENCE, plays } from "../picture.js";
import { browser, serve, swarm } from "../server.js";

let server, chromium, crowd;
before(async () => {
  server = await serve();
  chromium = await browser();
});
after(async () => {
  await Promise.all([chromium?.close(), crowd?.stop()]);
  assert.equal(await server.stop(), 0, "the server ends in order");
});

/** The middle of each box of the grid of three, and the ground beside the lower one. */
const BOXES = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.5, 0.75],
];
const GROUND = [0.03, 0.9];
const AIR = "[data-testid=programme]";

const distance = (one, other) =>
  Math.max(...one.map((value, at) => Math.abs(value - other[at])));

/** How many boxes show something else than the ground. */
async function filled(page, selector) {
  const [ground, ...boxes] = await Promise.all(
    [GROUND, ...BOXES].map((place) => colour(page, place, selector)),
  );
  if (!ground) return undefined;
  return boxes.filter((box) => distance(box, ground) > 24).length;
}

async function shows(page, selector, count) {
  const until = Date.now() + PATIENCE.timeout;
  let seen;
  while ((seen = await filled(page, selector)) !== count) {
    assert.ok(Date.now() < until, `${selector} shows ${seen} boxes`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

const note = (desk, text) =>
  desk.getByTestId("delay-note").filter({ hasText: text }).waitFor(PATIENCE);

test("a grid goes on air, the audience sees it later, and not what was dumped", async () => {
  const desk = await producer(chromium, server.link);
  const people = await rehearse(desk, 3, (url) => (crowd = swarm(url)));
  const viewer = await (await chromium.newContext()).newPage();
  await viewer.goto(`${server.origin}/watch`);
  await viewer
    .getByRole("button")
    .first()
    .click({ timeout: 5_000 })
    .catch(() => {});
  await plays(viewer);

  // An arrangement is chosen with its key, and each source takes the next place.
  await desk.keyboard.press("Shift+Digit2");
  for (const { source } of people)
    await desk
      .locator(`[data-testid=source][data-source="${source}"]:not([disabled])`)
      .click(PATIENCE);
  for (const { source } of people)
    await tile(desk, source, "ready")
      .and(desk.locator("[data-state=live]"))
      .waitFor(PATIENCE);
  await desk.keyboard.press("c");
  for (const { source } of people)
    await tile(desk, source, "air").waitFor(PATIENCE);
  await shows(viewer, "[data-testid=player]", 3);

  // With a delay the audience sees the slate until enough is held, and the crew goes on seeing at once.
  await desk.getByTestId("delay").selectOption("5");
  await note(desk, "slate");
  await shows(desk, AIR, 3);
  await shows(viewer, "[data-testid=player]", 0);
  await note(desk, "later");
  await shows(viewer, "[data-testid=player]", 3);

  // What the crew does now comes to the audience five seconds later.
  await desk.keyboard.press("x");
  await shows(desk, AIR, 0);
  assert.equal(await filled(viewer, "[data-testid=player]"), 3);
  await shows(viewer, "[data-testid=player]", 0);

  // Back on air for the crew, and dumped before the audience sees it.
  await desk.keyboard.press("u");
  await shows(desk, AIR, 3);
  await desk.keyboard.press("d");
  await note(desk, "slate");
  assert.equal(await filled(viewer, "[data-testid=player]"), 0);
  await shows(viewer, "[data-testid=player]", 3);
});

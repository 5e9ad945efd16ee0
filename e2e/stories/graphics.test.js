// A topic and a quote: previewed by the crew, put on air with a click and a key, seen by the audience, taken off, removed
// and brought back; and a wipe on a key.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { producer } from "../people.js";
import { colour, PATIENCE, plays } from "../picture.js";
import { browser, serve } from "../server.js";

let server, chromium;
before(async () => {
  server = await serve();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  assert.equal(await server.stop(), 0, "the server ends in order");
});

const [PREVIEW, PLAYER] = ["[data-testid=preview]", "[data-testid=player]"];
const MONITOR = "[data-testid=programme]";
/** The bar of a quote of a left-to-right script, and the plate of a topic above. */
const QUOTE = [0.0723, 0.5];
const distance = (one, other) =>
  Math.max(...one.map((value, at) => Math.abs(value - other[at])));

/** Waits until a place of a picture has the colour that `wanted` says yes to. */
async function shows(page, selector, place, wanted, what) {
  const until = Date.now() + PATIENCE.timeout;
  let seen;
  while (!(seen = await colour(page, place, selector)) || !wanted(seen)) {
    assert.ok(Date.now() < until, `${what}: ${selector} shows ${seen}`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Fills the form of a graphic and keeps it; its row in the list. */
async function add(desk, kind, fields) {
  await desk.getByTestId("graphic-add").click(PATIENCE);
  await desk.getByTestId("graphic-kind").selectOption(kind, PATIENCE);
  for (const [field, text] of Object.entries(fields))
    await desk.getByTestId(`graphic-${field}`).fill(text, PATIENCE);
  await desk.getByTestId("graphic-save").click(PATIENCE);
  const row = desk.locator(`[data-testid=graphic][data-kind=${kind}]`);
  await row.waitFor(PATIENCE);
  return row;
}

const tally = (row, tally) =>
  row.and(row.page().locator(`[data-tally=${tally}]`)).waitFor(PATIENCE);

test("a topic and a quote go on air and off again", async () => {
  const desk = await producer(chromium, server.link);
  const viewer = await (await chromium.newContext()).newPage();
  await viewer.goto(`${server.origin}/watch`);
  await viewer
    .getByRole("button")
    .first()
    .click({ timeout: 5_000 })
    .catch(() => {});
  await plays(viewer);

  await desk.keyboard.press("i");
  await desk.getByTestId("graphics").waitFor(PATIENCE);
  const topic = await add(desk, "topic", { text: "Water for all" });
  const quote = await add(desk, "quote", {
    text: "Whoever drinks has a say.",
    by: "Amina Odhiambo",
  });

  // The crew sees the quote in the preview, and nobody else does.
  const slate = await colour(viewer, QUOTE, PLAYER);
  const other = (seen) => distance(seen, slate) > 40;
  const same = (seen) => distance(seen, slate) < 24;
  await quote.getByTestId("graphic-preview").click(PATIENCE);
  await tally(quote, "ready");
  await shows(desk, PREVIEW, QUOTE, other, "the quote in the preview");
  assert.ok(same(await colour(viewer, QUOTE, PLAYER)), "it is not on air");

  // On air with a click; the audience sees it, and it is in the preview no longer.
  await quote.getByTestId("graphic-air").click(PATIENCE);
  await tally(quote, "air");
  await shows(desk, MONITOR, QUOTE, other, "the quote on the monitor");
  await shows(viewer, PLAYER, QUOTE, other, "the quote on air");
  await shows(desk, PREVIEW, QUOTE, same, "the preview without it");

  // With a key, beside it: each has a place of its own.
  await topic.focus();
  await desk.keyboard.press("[");
  await tally(topic, "ready");
  await desk.keyboard.press("]");
  await tally(topic, "air");
  await tally(quote, "air");

  // What is on air outlasts a page that is opened anew.
  await desk.reload();
  await desk
    .locator("[data-testid=control][data-status=open]")
    .waitFor(PATIENCE);
  await desk.keyboard.press("i");
  await tally(quote, "air");

  await quote.getByTestId("graphic-air").click(PATIENCE);
  await tally(quote, "off");
  await shows(viewer, PLAYER, QUOTE, same, "the slate again");
  await desk.keyboard.press("y");
  await tally(topic, "off");

  // What is removed comes back with one press.
  await quote.getByTestId("graphic-remove").click(PATIENCE);
  await quote.waitFor({ state: "detached", ...PATIENCE });
  await desk.getByTestId("graphic-undo").click(PATIENCE);
  await tally(quote, "off");
});

// Nobody is on the wall whom a producer has not let through, read from the wall's own picture.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { arrive, enter, invite, producer } from "../people.js";
import { isCamera, PATIENCE, showsCamera } from "../picture.js";
import { browser, serve } from "../server.js";

const CANVAS = "[data-testid=wall-canvas]";

let server, chromium;
before(async () => {
  server = await serve();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  assert.equal(await server.stop(), 0, "the server ends in order");
});

/** Waits until the wall carries just these names. */
async function carries(wall, ...names) {
  await wall.waitForFunction(
    (names) => {
      const cells = [
        ...document.querySelectorAll("[data-testid=wall-cell]"),
      ].map((cell) => cell.dataset.name);
      return JSON.stringify(cells.sort()) === names;
    },
    JSON.stringify(names.toSorted()),
    PATIENCE,
  );
}

/** A place in a location's tile on the wall, where the fake camera has its ground. */
async function inTile(wall, name) {
  return wall.evaluate((name) => {
    const [screen, cell] = ["wall-canvas", "wall-cell"].map((id) =>
      [...document.querySelectorAll(`[data-testid=${id}]`)]
        .find((one) => id === "wall-canvas" || one.dataset.name === name)
        .getBoundingClientRect(),
    );
    const across = (cell.left + cell.width * 0.15 - screen.left) / screen.width;
    return [
      across,
      (cell.top + cell.height * 0.4 - screen.top) / screen.height,
    ];
  }, name);
}

test("a location is on the wall when it was let in, and not a moment before or after", async () => {
  const desk = await producer(chromium, server.link);
  const wall = await (
    await chromium.newContext({ viewport: { width: 1280, height: 720 } })
  ).newPage();
  await wall.goto(`${server.origin}/wall`);
  await wall.locator("[data-testid=wall][data-status=open]").waitFor(PATIENCE);

  const [nairobi, yazd] = [
    await invite(desk, "locations", { name: "Nairobi", country: "ke" }),
    await invite(desk, "locations", { name: "یزد", country: "ir" }),
  ];
  const card = (place) =>
    desk.locator(`[data-testid=waiting][data-source="${place.source}"]`);
  for (const place of [nairobi, yazd]) {
    await enter(await arrive(chromium, place.url));
    // The producer sees whom the decision is about.
    await card(place).waitFor(PATIENCE);
    await showsCamera(
      desk,
      undefined,
      `[data-testid=waiting][data-source="${place.source}"] canvas`,
    );
  }
  assert.equal(
    await wall.getByTestId("wall-cell").count(),
    0,
    "who waits is not on the wall",
  );

  // The second one alone: had the first one slipped through, it would be there before.
  await card(yazd).getByTestId("admit").click(PATIENCE);
  await carries(wall, "یزد");
  const place = await inTile(wall, "یزد");
  await showsCamera(wall, place, CANVAS);
  await card(nairobi).getByTestId("admit").click(PATIENCE);
  await carries(wall, "Nairobi", "یزد");
  await showsCamera(wall, await inTile(wall, "Nairobi"), CANVAS);

  // Sent back to waiting and then refused, it leaves; the other one stays.
  await desk.getByTestId("tab-connected").click(PATIENCE);
  await desk
    .locator(`[data-testid=connected][data-source="${yazd.source}"]`)
    .getByTestId("unadmit")
    .click(PATIENCE);
  await carries(wall, "Nairobi");
  await desk.getByTestId("tab-waiting").click(PATIENCE);
  await card(yazd).getByTestId("refuse").click(PATIENCE);
  await card(yazd).waitFor({ state: "detached", ...PATIENCE });

  // Deleted, the last one leaves too: its link and its session end.
  const left = await inTile(wall, "Nairobi");
  await desk.getByTestId("open-manage").click(PATIENCE);
  await desk.getByTestId("manage-locations").click(PATIENCE);
  await desk
    .locator(`[data-testid=person][data-id="${nairobi.id}"]`)
    .getByTestId("person-remove")
    .click(PATIENCE);
  await carries(wall);
  await wall.waitForFunction(
    () => document.querySelector("[data-testid=wall]").dataset.places === "0",
    undefined,
    PATIENCE,
  );
  assert.equal(
    await isCamera(wall, left, CANVAS),
    false,
    "its picture is gone with its name",
  );
});

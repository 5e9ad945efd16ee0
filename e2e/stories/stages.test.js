// A gathering with a stage of its own: its programme, the main one in it and back, and the other way round.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { film, upload } from "../film.js";
import { arrive, ask, enter, invite, preview, producer } from "../people.js";
import { PATIENCE, plays, showsCamera } from "../picture.js";
import { browser, serve } from "../server.js";

let server, chromium, folder;
before(async () => {
  server = await serve();
  chromium = await browser();
  folder = mkdtempSync(join(tmpdir(), "plenary-stages-"));
});
after(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true, force: true });
  assert.equal(await server.stop(), 0, "the server ends in order");
});

/** Somebody who watches a stage, and never loads the page again. */
async function audience(stage) {
  // A small one: two mixers and five pages share two cores.
  const context = await chromium.newContext({
    viewport: { width: 480, height: 270 },
  });
  const page = await context.newPage();
  await page.goto(`${server.origin}/watch${stage ? `?stage=${stage}` : ""}`);
  await plays(page);
  await page.evaluate(() => (window.here = true));
  return page;
}

/** Waits until a player shows the colour of a film. */
const shows = (page, wanted) =>
  page.waitForFunction(
    (wanted) => {
      const canvas = document.querySelector("[data-testid=player]");
      if (!canvas?.width) return false;
      const dot = new OffscreenCanvas(1, 1).getContext("2d");
      const [x, y] = [canvas.width * 0.1, canvas.height * 0.5];
      dot.drawImage(canvas, x, y, 1, 1, 0, 0, 1, 1);
      const [red, green, blue] = dot.getImageData(0, 0, 1, 1).data;
      const [most, least] = wanted === "red" ? [red, blue] : [blue, red];
      return most > 150 && green < 110 && least < 110;
    },
    wanted,
    PATIENCE,
  );
const showsRed = (page) => shows(page, "red");
const showsBlue = (page) => shows(page, "blue");

/** Brings a source on air as a producer does. */
async function cut(desk, source) {
  await preview(desk, source);
  await desk.getByTestId("cut").click(PATIENCE);
}

/** Adds somebody in one part of the stage's people, and answers their link. */
async function add(part, name) {
  await part.getByTestId("person-name").fill(name);
  await part.getByTestId("person-add").click(PATIENCE);
  const person = part.getByTestId("person").filter({ hasText: name });
  const link = person.getByTestId("link-url");
  await link.waitFor(PATIENCE);
  return (await link.inputValue().catch(() => link.textContent())).trim();
}

test("a local stage runs into the main programme and back", async () => {
  const desk = await producer(chromium, server.link);
  const red = await upload(
    desk,
    film(join(folder, "red.mp4"), "red", 4),
    "Red",
  );
  const hall = await invite(desk, "locations", {
    name: "Kisumu",
    country: "ke",
  });

  // A producer makes a stage for a location, with a crew and a speaker of its own.
  await desk.getByTestId("open-manage").click(PATIENCE);
  await desk.getByTestId("manage-stages").click(PATIENCE);
  await desk.getByTestId("new-stage-name").fill("Kisumu hall");
  await desk.getByTestId("new-stage-location").selectOption(hall.id);
  await desk.getByTestId("stage-add").click(PATIENCE);
  const made = desk.getByTestId("stage").filter({ hasText: "Kisumu hall" });
  await made.getByTestId("stage-people").click(PATIENCE);
  const crew = await add(made.getByTestId("stage-crew"), "Bo");
  const invited = await add(made.getByTestId("stage-speakers"), "Wanjiru");
  await desk.keyboard.press("Escape");
  const [main, local] = await ask(desk, "GET", "/stages");
  assert.deepEqual([local.name, local.location], ["Kisumu hall", hall.id]);

  // Its producer sees their stage, and nothing of another one.
  const bo = await producer(chromium, crew);
  await bo.getByTestId("stage-name").waitFor(PATIENCE);
  await bo
    .locator(`[data-testid=source][data-source="${main.source}"]`)
    .waitFor(PATIENCE);
  assert.equal(await bo.getByTestId("public-switch").count(), 0);
  assert.equal(
    await bo
      .locator(`[data-testid=source][data-source="${red.source}"]`)
      .count(),
    0,
  );
  for (const path of ["/locations", "/producers", "/journal"])
    await assert.rejects(ask(bo, "GET", path), /not-yours/);
  await assert.rejects(
    ask(bo, "POST", `/stage/slate?stage=${main.id}`),
    /not-yours/,
  );

  const blue = await upload(
    bo,
    film(join(folder, "blue.mp4"), "blue", 4),
    "blue",
  );
  const wanjiru = await arrive(chromium, invited);
  await enter(wanjiru);
  const [{ source: speaker }] = await ask(bo, "GET", "/speakers");
  const [viewer, neighbour] = [await audience(), await audience(local.id)];
  await cut(desk, red.source);
  await cut(bo, speaker);
  await showsRed(viewer);
  await showsCamera(neighbour);
  await wanjiru.locator("[data-state=on_air]").first().waitFor(PATIENCE);

  // Their recording takes over from the camera, which a machine with two mixers and five pages would lose.
  await cut(bo, blue.source);
  await showsBlue(neighbour);
  await wanjiru.context().close();

  // The local stage takes the main programme in, cuts away, and returns.
  await cut(bo, main.source);
  await showsRed(neighbour);
  await cut(bo, blue.source);
  await showsBlue(neighbour);

  // The main stage takes the local programme in, from its own control room, and goes back to its own.
  await cut(desk, local.source);
  await showsBlue(viewer);
  await cut(desk, red.source);
  await showsRed(viewer);
  await showsBlue(neighbour);

  // Who directs all stages goes from one control room to another.
  await desk.keyboard.press("Backquote");
  await desk.locator("[data-testid=stage-choice]:focus").waitFor(PATIENCE);
  await desk.getByTestId("stage-choice").selectOption(local.id);
  await desk
    .locator(
      `[data-testid=source][data-source="${blue.source}"][data-tally=air]`,
    )
    .waitFor(PATIENCE);
  await desk.keyboard.press("x");
  await bo
    .locator("[data-testid=air-state][data-state=slate]")
    .waitFor(PATIENCE);
  for (const page of [viewer, neighbour])
    assert.equal(await page.evaluate(() => window.here), true, "no reload");
});

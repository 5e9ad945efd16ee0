// A run-through: the crew runs the whole show against a copy. Nobody else sees it, and what was learnt stays.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { ask, producer } from "../people.js";
import { PATIENCE, plays } from "../picture.js";
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

test("the crew runs through the show while the audience sees the slate, and takes over how long it took", async () => {
  const desk = await producer(chromium, server.link);
  // A quote on the slate stands for a show.
  const quote = await ask(desk, "POST", "/graphics", {
    content: { kind: "quote", text: "Nobody sees this yet", by: "Rehearsal" },
  });
  for (const [title, graphics] of [
    ["Doors", []],
    ["Quote", [quote]],
    ["End", []],
  ])
    await ask(desk, "POST", "/rundown/items", {
      title,
      scene: { layout: "full", source: "wall/all" },
      planned_s: 60,
      graphics,
    });
  const viewer = await (await chromium.newContext()).newPage();
  await viewer.goto(`${server.origin}/watch`);
  await plays(viewer);
  const title = () =>
    viewer.locator("[data-testid=on-air-title]").textContent();
  const before = (await title()).trim();

  await desk.getByTestId("open-manage").click(PATIENCE);
  await desk.getByTestId("manage-rehearsal").click(PATIENCE);
  await desk.getByTestId("run-through-begin").click(PATIENCE);
  await desk.getByTestId("run-through-open").click(PATIENCE);
  await desk.getByTestId("run-through-light").waitFor(PATIENCE);
  await desk
    .locator("[data-testid=control][data-status=open]")
    .waitFor(PATIENCE);
  await desk.getByTestId("item").first().waitFor(PATIENCE);
  const current = (name) =>
    desk
      .locator("[data-testid=item][data-state=air]", { hasText: name })
      .waitFor(PATIENCE);
  for (const name of ["Doors", "Quote", "End"]) {
    await desk.locator("body").press("n");
    await current(name);
  }
  await desk.waitForFunction(
    () =>
      document.querySelector("[data-testid=air-state]").dataset.state === "air",
    undefined,
    PATIENCE,
  );
  await desk.screenshot({ path: `${folder}run-through.png` });
  assert.equal((await title()).trim(), before, "the audience reads nothing");
  const state = await ask(desk, "GET", "/rundown");
  assert.equal(state.current, null, "the show itself has not begun");

  await desk.getByTestId("open-manage").click(PATIENCE);
  await desk.getByTestId("manage-rehearsal").click(PATIENCE);
  const took = desk.locator("[data-testid=run-through-item][data-took]");
  await took.nth(1).waitFor(PATIENCE);
  await desk
    .getByTestId("run-through-note")
    .first()
    .fill("The doors open later");
  await desk.getByTestId("run-through-note").first().press("Tab");
  await desk.screenshot({ path: `${folder}run-through-learnt.png` });
  await desk.getByTestId("run-through-end").click(PATIENCE);
  await desk
    .getByTestId("run-through-light")
    .waitFor({ ...PATIENCE, state: "detached" });
  await desk.getByTestId("open-manage").click(PATIENCE);
  await desk.getByTestId("manage-rehearsal").click(PATIENCE);
  await desk.getByTestId("run-through-use").first().click(PATIENCE);
  await desk
    .locator("[data-testid=run-through-item]")
    .first()
    .getByTestId("run-through-use")
    .waitFor({ ...PATIENCE, state: "detached" });
  const learnt = await ask(desk, "GET", "/run-through");
  assert.equal(learnt.stage, null);
  assert.equal(learnt.items[0].note, "The doors open later");
  assert.equal(
    learnt.items[0].planned_s,
    Math.max(1, Math.round(learnt.items[0].took_ms / 1000)),
    "the plan took over how long it took",
  );
  const journal = JSON.stringify(await ask(desk, "GET", "/journal"));
  assert.ok(!journal.includes("rundown.next"), "the journal has no such show");
});

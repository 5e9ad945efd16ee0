// A stage that a process of its own makes: it dies and comes back with its scene, and viewers go on.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { arrive, ask, enter, preview, producer } from "../people.js";
import { PATIENCE, plays, showsCamera } from "../picture.js";
import { browser, serve, stage } from "../server.js";

let server, chromium, folder;
before(async () => {
  server = await serve();
  chromium = await browser();
  folder = mkdtempSync(join(tmpdir(), "plenary-apart-"));
});
after(async () => {
  await chromium?.close();
  rmSync(folder, { recursive: true, force: true });
  assert.equal(await server.stop(), 0, "the server ends in order");
});

test("a stage's process dies and comes back with its scene, and viewers go on", async () => {
  const desk = await producer(chromium, server.link);
  await desk.getByTestId("open-manage").click(PATIENCE);
  await desk.getByTestId("manage-stages").click(PATIENCE);
  await desk.getByTestId("new-stage-name").fill("Quito");
  await desk.getByTestId("stage-add").click(PATIENCE);
  const made = desk.getByTestId("stage").filter({ hasText: "Quito" });
  await made.getByTestId("stage-people").click(PATIENCE);
  const part = made.getByTestId("stage-speakers");
  await part.getByTestId("person-name").fill("Illari");
  await part.getByTestId("person-add").click(PATIENCE);
  const invited = await part.getByTestId("link-url").inputValue();
  await made.getByTestId("stage-apart").click(PATIENCE);
  const line = made.getByTestId("stage-command");
  await line.waitFor(PATIENCE);
  const command = await line.inputValue().catch(() => line.textContent());
  const cache = join(folder, "cache");
  let process = await stage(command, cache);

  await made.getByTestId("stage-open").click(PATIENCE);
  const illari = await arrive(chromium, invited);
  await enter(illari);
  const quito = new URL(desk.url()).searchParams.get("stage");
  const [{ source }] = await ask(desk, "GET", `/speakers?stage=${quito}`);
  await preview(desk, source);
  await desk.getByTestId("cut").click(PATIENCE);
  const context = await chromium.newContext({
    viewport: { width: 480, height: 270 },
  });
  const viewer = await context.newPage();
  await viewer.goto(`${server.origin}/watch?stage=${quito}`);
  await plays(viewer);
  await viewer.evaluate(() => (window.here = true));
  await showsCamera(viewer);

  // It dies without a word: the crew reads so, and goes on.
  await process.end("SIGKILL");
  await desk.getByTestId("fault-count").waitFor(PATIENCE);
  const player = (state) => viewer.locator(`[data-testid=player]${state}`);
  await player(":not([data-state=playing])").waitFor(PATIENCE);
  process = await stage(command, cache);
  await desk
    .getByTestId("fault-count")
    .waitFor({ state: "detached", ...PATIENCE });
  await player("[data-state=playing]").waitFor(PATIENCE);
  await showsCamera(viewer);
  assert.equal(await viewer.evaluate(() => window.here), true, "no reload");
  assert.equal(await process.end("SIGTERM"), 0, "the process ends in order");
});

// A producer gives a desk with buttons its key; the desk directs the show until the key is taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, producer } from "../people.js";
import { PATIENCE } from "../picture.js";
import { browser, serve } from "../server.js";

test("a key made in Manage drives the show, and does not once it is taken back", async () => {
  const server = await serve();
  const chromium = await browser();
  try {
    const page = await producer(chromium, server.link);
    for (const title of ["Opening", "Speech"])
      await ask(page, "POST", "/rundown/items", {
        title,
        scene: { layout: "slate" },
        planned_s: 60,
      });
    await page.getByTestId("open-manage").click(PATIENCE);
    await page.getByTestId("manage-hands").click(PATIENCE);
    await page.getByTestId("key-name").fill("Stream Deck", PATIENCE);
    await page.getByTestId("key-make").click(PATIENCE);
    const header = page.getByTestId("key-header");
    const headers = JSON.parse(await header.inputValue(PATIENCE));
    // The lines to copy are addresses that answer.
    const lines = await page
      .getByTestId("key-line")
      .evaluateAll((fields) => fields.map((field) => field.value));
    const line = (end) => lines.find((one) => one.endsWith(`/hands/${end}`));
    const press = (end) => fetch(line(end), { method: "POST", headers });
    assert.equal((await press("next")).status, 200);
    const state = await fetch(line("state"), { headers });
    assert.equal((await state.json()).item, "Opening");
    // A name belongs to the key, and stands in the journal.
    const entries = await ask(page, "GET", "/journal?limit=1000");
    assert.ok(entries.some((entry) => entry.name === "Stream Deck"));

    await page.getByTestId("key-revoke").click(PATIENCE);
    const gone = { state: "detached", ...PATIENCE };
    await page.getByTestId("key").waitFor(gone);
    await header.waitFor(gone);
    assert.equal((await press("next")).status, 401);
  } finally {
    await chromium.close();
    await server.stop();
  }
});

// Two producers at two desks see one programme, also when both press at the same moment.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { invite, preview, producer, rehearse, tile } from "../people.js";
import { PATIENCE } from "../picture.js";
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

/** What a desk says is on air and previewed: the names over its monitors, and the lights of its tiles. */
const standing = (desk) =>
  desk.evaluate(() => ({
    programme: document.querySelector("[data-testid=programme-names]")
      .textContent,
    preview: document.querySelector("[data-testid=preview-names]").textContent,
    air: [
      ...document.querySelectorAll("[data-testid=source][data-tally=air]"),
    ].map((one) => one.dataset.source),
  }));

/** Waits until both desks have the server's word for everything and show the same. */
async function agree(desks, programme) {
  for (const desk of desks)
    await desk.waitForFunction(
      (programme) =>
        document.querySelector("[data-testid=programme-names]").textContent ===
        programme,
      programme,
      PATIENCE,
    );
  const [one, other] = await Promise.all(desks.map(standing));
  assert.deepEqual(one, other);
  return one;
}

test("two desks see one programme, whoever takes", async () => {
  const first = await producer(chromium, server.link);
  const second = await producer(
    chromium,
    (await invite(first, "producers", { name: "Second" })).url,
  );
  const desks = [first, second];
  // Two who cost this machine less than a browser each.
  const [one, other] = await rehearse(first, 2, (url) => (crowd = swarm(url)));

  // One previews and takes; the other sees the same without a hand on the desk.
  await preview(first, one.source);
  await tile(second, one.source, "ready").waitFor(PATIENCE);
  await first.getByTestId("cut").click(PATIENCE);
  await Promise.all(
    desks.map((desk) => tile(desk, one.source, "air").waitFor(PATIENCE)),
  );
  assert.deepEqual((await agree(desks, one.name)).air, [one.source]);

  // Both at once, each with a source in mind: what the server did last is what both see.
  await preview(second, other.source);
  await tile(first, other.source, "ready").waitFor(PATIENCE);
  const answers = await Promise.all(
    desks.map(async (desk) => {
      const answer = desk.waitForResponse(
        (response) => response.url().endsWith("/stage/take"),
        PATIENCE,
      );
      await desk.evaluate(() =>
        document.querySelector("[data-testid=cut]").click(),
      );
      return (await answer).status();
    }),
  );
  assert.ok(
    answers.every((status) => status === 200),
    `both were answered: ${answers}`,
  );

  // A desk that is opened now knows nothing but what the server says.
  const fresh = await first.context().newPage();
  await fresh.goto(`${server.origin}/control`);
  await fresh
    .locator("[data-testid=source][data-tally=air]")
    .first()
    .waitFor(PATIENCE);
  const { programme, air } = await standing(fresh);
  assert.equal(air.length, 1);
  assert.deepEqual(
    (await agree([...desks, fresh].slice(0, 2), programme)).air,
    air,
  );
  assert.equal((await agree([first, fresh], programme)).programme, programme);
});

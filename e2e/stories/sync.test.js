// Picture and sound of a speaker leave the stage together, also when the speaker's machine is busy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { clockOnAir, median, offsets } from "../clock.js";
import { producer } from "../people.js";
import { readRecording } from "../recording.js";
import { browser, serve } from "../server.js";

/** Nobody sees that lips and words are so far apart (EBU R 37: 40 ms early, 60 ms late), in ms. */
const TOGETHER_MS = 60;

let server, chromium;
before(async () => {
  server = await serve();
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  assert.equal(await server.stop(), 0, "the server ends in order");
});

/** Waits until the programme has gone on by so many frames. */
const goesOn = (page, frames) =>
  page.evaluate(async (frames) => {
    const now = async () =>
      Number(
        (await (await fetch("/metrics")).text()).match(
          /^plenary_stage_frames_total (\d+)/m,
        )[1],
      );
    const until = (await now()) + frames;
    while ((await now()) < until)
      await new Promise((resolve) => setTimeout(resolve, 250));
  }, frames);

test("sound that a busy machine lost moves no other sound", async () => {
  const desk = await producer(chromium, server.link);
  const speaker = await clockOnAir(desk, chromium);

  // Too short for the slate, and longer than a page's sound can wait.
  for (let time = 0; time < 3; time++) {
    await speaker.evaluate(() => {
      const end = performance.now() + 300;
      while (performance.now() < end);
    });
    await goesOn(speaker, 30);
  }
  await goesOn(speaker, 360);
  const last = offsets(await readRecording(server.data)).slice(-7);
  assert.equal(last.length, 7, "flash and beep are there");
  assert.ok(
    Math.abs(median(last)) <= TOGETHER_MS,
    `from flash to beep: ${last.map(Math.round)} ms`,
  );
});

// How the planning page scrolls a rundown of 1,200 items, in a Chromium without a graphics card:
//
//     node scroll.js
//
// Prints the time from one animation frame to the next while a wheel turns, as JSON.
import { producer } from "./people.js";
import { PATIENCE } from "./picture.js";
import { browser, serve } from "./server.js";

const ITEMS = 1_200;
const TURNS = 300;

const server = await serve();
const chromium = await browser();
try {
  const desk = await producer(chromium, server.link);
  const rows = Array.from(
    { length: ITEMS },
    (_, at) => `Speech ${at + 1},5:00,speech`,
  );
  const sheet = ["title,length,kind", ...rows].join("\n");
  const report = await desk.evaluate(async (body) => {
    const headers = { "content-type": "application/octet-stream" };
    return (
      await fetch("/api/v1/rundown/import?format=csv", {
        method: "POST",
        headers,
        body,
      })
    ).json();
  }, sheet);
  if (report.added !== ITEMS)
    throw new Error(`the plan was not taken: ${JSON.stringify(report)}`);
  await desk.goto(`${server.origin}/control/rundown`);
  await desk
    .getByTestId("row")
    .nth(ITEMS - 1)
    .waitFor({ ...PATIENCE, state: "attached" });
  await desk.getByTestId("row").first().hover();
  await desk.evaluate(() => {
    globalThis.frames_ms = [];
    let before;
    const frame = (now) => {
      if (before !== undefined) globalThis.frames_ms.push(now - before);
      before = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (let turn = 0; turn < TURNS; turn += 1) {
    await desk.mouse.wheel(0, turn % 100 < 90 ? 240 : -600);
    await desk.waitForTimeout(16);
  }
  const frames = (await desk.evaluate(() => globalThis.frames_ms)).sort(
    (a, b) => a - b,
  );
  const at = (share) =>
    Number(frames[Math.floor(share * (frames.length - 1))].toFixed(1));
  const scrolled = await desk.evaluate(
    () => document.querySelector("[role=table]").scrollTop,
  );
  const dropped = frames.filter((ms) => ms > 25).length;
  console.log(
    JSON.stringify({
      frames: frames.length,
      p50_ms: at(0.5),
      p95_ms: at(0.95),
      most_ms: at(1),
      dropped,
      scrolled,
    }),
  );
} finally {
  await chromium.close();
  await server.stop();
}

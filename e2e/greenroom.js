// Sixteen speakers in the green room with live previews, nine of them on air in a grid: does sound break, and what gives
// way? Prints a line every ten seconds, and the whole as JSON at the end and in target/greenroom.json.
//
//     node greenroom.js [seconds]
import { writeFile } from "node:fs/promises";
import { ask, producer, rehearse } from "./people.js";
import { PATIENCE, plays } from "./picture.js";
import { browser, serve, swarm } from "./server.js";

const seconds = Number(process.argv[2] ?? 120);
const SPEAKERS = 16;
const server = await serve();
const [crew, audience] = [await browser(), await browser()];
let crowd;

/** The grid of nine, filled with sources. */
function nine(sources) {
  const third = (at) => Math.round((at * 10_000) / 3);
  const boxes = sources.map((source, at) => {
    const [column, row] = [at % 3, Math.floor(at / 3)];
    const [x, y] = [third(column), third(row)];
    const [width, height] = [third(column + 1) - x, third(row + 1) - y];
    return { source, at: { x, y, width, height } };
  });
  return { layout: "boxes", boxes };
}

const missing = async (page, testid) =>
  Number(
    (await page
      .getByTestId(testid)
      .first()
      .getAttribute("data-missing-sound-s")) ?? 0,
  );

/** A counter of the server. */
const counted = (page, name) =>
  page.evaluate(async (name) => {
    const text = await (await fetch("/metrics")).text();
    return Number(text.match(new RegExp(`^${name} (\\d+)`, "m"))?.[1] ?? 0);
  }, name);

try {
  const desk = await producer(crew, server.link);
  const people = await rehearse(desk, SPEAKERS, (url) => (crowd = swarm(url)));
  const sources = people.map(({ id }) => `speaker/${id}`);
  await desk.getByTestId("tab-rooms").click(PATIENCE);
  await desk.getByTestId("room-live").first().click(PATIENCE);
  await ask(desk, "POST", "/stage/preview", {
    scene: nine(sources.slice(0, 9)),
  });
  await new Promise((resolve) => setTimeout(resolve, 10_000));
  await ask(desk, "POST", "/stage/take", {});
  const viewer = await audience.newPage({
    viewport: { width: 640, height: 360 },
  });
  await viewer.goto(`${server.origin}/watch`);
  await plays(viewer);
  // What the first seconds of a page cost is no matter of the show.
  await new Promise((resolve) => setTimeout(resolve, 15_000));
  const before = {
    viewer: await missing(viewer, "player"),
    desk: await missing(desk, "programme"),
    late: await counted(desk, "plenary_stage_late_frames_total"),
    frames: await counted(desk, "plenary_stage_frames_total"),
  };
  let line;
  for (let at = 10; at <= seconds; at += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const moving = await desk.getByTestId("guest-motion").count();
    const lowered = await desk
      .getByTestId("lowered")
      .textContent({ timeout: 200 })
      .catch(() => "0");
    line = {
      seconds: at,
      viewer_missing_sound_s: (await missing(viewer, "player")) - before.viewer,
      desk_missing_sound_s: (await missing(desk, "programme")) - before.desk,
      late_frames:
        (await counted(desk, "plenary_stage_late_frames_total")) - before.late,
      frames:
        (await counted(desk, "plenary_stage_frames_total")) - before.frames,
      previews_moving: moving,
      previews_lowered: Number(lowered.match(/\d+/)?.[0] ?? 0),
    };
    console.log(JSON.stringify(line));
  }
  await desk.screenshot({
    path: new URL("../target/greenroom.png", import.meta.url).pathname,
  });
  await writeFile(
    new URL("../target/greenroom.json", import.meta.url),
    JSON.stringify({ speakers: SPEAKERS, on_air: 9, ...line }, undefined, "\t"),
  );
} finally {
  await crowd?.stop();
  await Promise.all([crew.close(), audience.close()]);
  await server.stop();
}

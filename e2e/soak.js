// A speaker in one browser on air for an hour, watched in another: do sound and picture stay together, and is
// anything lost? Prints a line a minute, and the whole as JSON at the end and in target/soak.json.
//
//     node soak.js [minutes]
import { writeFile } from "node:fs/promises";
import { clockOnAir, median, offsets, readClock, takeClock } from "./clock.js";
import { producer } from "./people.js";
import { PATIENCE, plays } from "./picture.js";
import { readRecording } from "./recording.js";
import { browser, serve } from "./server.js";

const minutes = Number(process.argv[2] ?? 60);
const server = await serve();
const [backstage, audience] = [await browser(), await browser()];
const round = (ms) => Math.round(ms * 10) / 10;
try {
  const desk = await producer(backstage, server.link);
  await clockOnAir(desk, backstage);
  const viewer = await audience.newPage({
    viewport: { width: 640, height: 360 },
  });
  await readClock(viewer);
  await viewer.goto(`${server.origin}/watch`);
  await plays(viewer);
  await viewer.mouse.move(100, 100);
  await viewer.getByTestId("quality").selectOption("360p");
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  await takeClock(viewer);
  const kept = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    const { flashes_ms, beeps_ms, ...counts } = await takeClock(viewer);
    const all = offsets({ flashes_ms, beeps_ms });
    const line = {
      minute,
      flashes: flashes_ms.length,
      beeps: beeps_ms.length,
      offset_ms: round(median(all)),
      least_ms: round(Math.min(...all)),
      most_ms: round(Math.max(...all)),
      ...counts,
      longest_ms: round(counts.longest_ms),
    };
    kept.push(line);
    console.log(JSON.stringify(line));
  }
  // What a player cannot be blamed for.
  await viewer.goto("about:blank");
  const recorded = offsets(await readRecording(server.data));
  const tenth = Math.ceil(recorded.length / 10);
  const sum = (key) => kept.reduce((whole, line) => whole + line[key], 0);
  const middle = kept.map((line) => line.offset_ms);
  const result = {
    minutes,
    flashes: sum("flashes"),
    beeps: sum("beeps"),
    first_offset_ms: middle[0],
    last_offset_ms: middle.at(-1),
    drift_ms: round(Math.max(...middle) - Math.min(...middle)),
    pictures: sum("pictures"),
    skipped: sum("skipped"),
    backwards: sum("backwards"),
    longest_ms: Math.max(...kept.map((line) => line.longest_ms)),
    recorded: {
      pairs: recorded.length,
      first_offset_ms: round(median(recorded.slice(0, tenth))),
      last_offset_ms: round(median(recorded.slice(-tenth))),
      least_ms: round(Math.min(...recorded)),
      most_ms: round(Math.max(...recorded)),
    },
  };
  await writeFile(
    new URL("../target/soak.json", import.meta.url),
    JSON.stringify({ ...result, kept }, undefined, "\t"),
  );
  console.log(JSON.stringify(result));
} finally {
  await Promise.all([backstage.close(), audience.close()]);
  await server.stop();
}

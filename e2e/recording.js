// Flash and beep as they stand in a recording, to the sample and the frame: what the stage made, without a player.
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** The times in ms at which flashes and beeps begin in the newest recording of a data folder. */
export async function readRecording(data) {
  const folder = join(data, "recordings");
  const file = join(folder, (await readdir(folder)).sort().at(-1));
  const ffmpeg = (...args) =>
    promisify(execFile)(
      "ffmpeg",
      ["-hide_banner", "-nostats", "-i", file, ...args, "-f", "null", "-"],
      {
        maxBuffer: 1 << 28,
      },
    );
  const luma =
    "crop=200:40:100:60,signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-";
  const { stdout } = await ffmpeg("-an", "-vf", luma);
  const flashes_ms = [];
  let bright = false;
  for (const [, at_s, level] of stdout.matchAll(
    /pts_time:([\d.]+)[^]*?YAVG=([\d.]+)/g,
  )) {
    if (level > 150 && !bright) flashes_ms.push(at_s * 1_000);
    bright = level > 150;
  }
  const { stderr } = await ffmpeg(
    "-vn",
    "-af",
    "silencedetect=noise=0.1:duration=0.3",
  );
  const beeps_ms = [...stderr.matchAll(/silence_end: ([\d.]+)/g)].map(
    ([, at_s]) => at_s * 1_000,
  );
  return { flashes_ms, beeps_ms };
}

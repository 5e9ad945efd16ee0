// A clock that is filmed and heard: flash and beep once a second and a number in every picture, sent by a
// guest's page in the place of camera and microphone, and read back from what a viewer sees and hears.

import { enter, invite, preview, tile } from "./people.js";
import { PATIENCE } from "./picture.js";
import { listen } from "./sound.js";

/** Bits of the number in a picture. */
const BITS = 16;

/** Brings a speaker whose camera films the clock on air; the desk's pictures, which make everything slow, end. */
export async function clockOnAir(desk, chromium) {
  const { url, source } = await invite(desk, "speakers", {
    name: "Amina Odhiambo",
    title: "Hydrologist",
    language: "en",
  });
  const context = await chromium.newContext({
    viewport: { width: 1280, height: 720 },
  });
  const speaker = await context.newPage();
  await filmClock(speaker);
  await speaker.goto(url);
  await speaker.getByTestId("join-button").click(PATIENCE);
  await speaker.waitForURL(/\/speaker$/, PATIENCE);
  await enter(speaker);
  await preview(desk, source);
  await desk.getByTestId("take").click(PATIENCE);
  await tile(desk, source, "air").waitFor(PATIENCE);
  await desk.close();
  return speaker;
}

/** Makes the page's camera and microphone show and sound the clock. Before the page is opened. */
async function filmClock(page) {
  await page.addInitScript(
    ([bits]) => {
      // Small: a machine of two cores runs the server and both browsers.
      const [WIDTH, HEIGHT] = [640, 360];
      const LUMA = WIDTH * HEIGHT;
      const buffer = new Uint8Array((LUMA * 3) / 2).fill(128);
      // Stamped with the page's time, as a camera's picture is.
      const picture = (number) => {
        const timestamp = Math.round((number * 1_000_000) / 30);
        buffer.fill(timestamp % 1_000_000 < 100_000 ? 235 : 60, 0, LUMA);
        for (let y = HEIGHT / 2 - 20; y < HEIGHT / 2 + 20; y++)
          for (let bit = 0; bit < bits; bit++)
            buffer.fill(
              (number >> bit) & 1 ? 235 : 16,
              y * WIDTH + (bit * WIDTH) / bits,
              y * WIDTH + ((bit + 1) * WIDTH) / bits,
            );
        return new VideoFrame(buffer, {
          format: "I420",
          codedWidth: WIDTH,
          codedHeight: HEIGHT,
          timestamp,
        });
      };
      navigator.mediaDevices.getUserMedia = async () => {
        const camera = new MediaStreamTrackGenerator({ kind: "video" });
        const film = camera.writable.getWriter();
        const sound = new AudioContext({ sampleRate: 48_000 });
        const microphone = sound.createMediaStreamDestination();
        const gain = new GainNode(sound, { gain: 0 });
        const tone = new OscillatorNode(sound, { frequency: 1_000 });
        tone.connect(gain).connect(microphone);
        tone.start();
        let pictures = Math.ceil((performance.now() * 30) / 1_000);
        let beeped = 0;
        setInterval(() => {
          const now_ms = performance.now();
          for (; (pictures * 1_000) / 30 <= now_ms; pictures++)
            film.write(picture(pictures)).catch(() => undefined);
          // The beep of the next second is set by the sound's own clock, ahead of its time. What is computed now
          // goes into the stream now: no loudspeaker is in the way.
          const second = Math.floor(now_ms / 1_000) + 1;
          if (second <= beeped) return;
          beeped = second;
          const at_s = sound.currentTime + (second * 1_000 - now_ms) / 1_000;
          gain.gain.setValueAtTime(0.5, at_s);
          gain.gain.setValueAtTime(0, at_s + 0.1);
        }, 5);
        return new MediaStream([camera, ...microphone.stream.getAudioTracks()]);
      };
    },
    [BITS],
  );
}

/** Has a page that plays the programme note every flash, beep and number. Before the page is opened. */
export async function readClock(page) {
  await listen(page);
  await page.addInitScript(
    ([bits]) => {
      const seen = {
        flashes_ms: [],
        pictures: 0,
        skipped: 0,
        backwards: 0,
        longest_ms: 0,
      };
      globalThis.clock = seen;
      const strip = new OffscreenCanvas(bits, 3).getContext("2d", {
        willReadFrequently: true,
      });
      let number;
      let moved_ms;
      let bright = false;
      const look = () => {
        requestAnimationFrame(look);
        const canvas = document.querySelector("[data-testid=player]");
        if (!canvas?.width) return;
        const { width, height } = canvas;
        // A point in the middle of each bit, and two rows of ground.
        strip.drawImage(
          canvas,
          0,
          height / 2 - height / 36,
          width,
          height / 18,
          0,
          0,
          bits,
          1,
        );
        strip.drawImage(canvas, 0, height / 8, width, 8, 0, 1, bits, 1);
        const { data } = strip.getImageData(0, 0, bits, 2);
        const now_ms = performance.now();
        const flash = data[4 * (bits + 2)] > 160;
        if (flash && !bright) seen.flashes_ms.push(now_ms);
        bright = flash;
        let read = 0;
        for (let bit = 0; bit < bits; bit++)
          read |= (data[4 * bit] > 128 ? 1 : 0) << bit;
        if (read === number) return;
        if (number !== undefined) {
          const step = (read - number + (1 << bits)) % (1 << bits);
          if (step > 1 << (bits - 1)) seen.backwards += 1;
          else seen.skipped += step - 1;
          seen.longest_ms = Math.max(seen.longest_ms, now_ms - moved_ms);
        }
        seen.pictures += 1;
        number = read;
        moved_ms = now_ms;
      };
      requestAnimationFrame(look);
    },
    [BITS],
  );
}

/** Takes what was noted since the last time. */
export const takeClock = (page) =>
  page.evaluate(() => {
    const noted = {
      ...globalThis.clock,
      beeps_ms: globalThis.beeps.map((beep) => beep.heard_ms),
    };
    Object.assign(globalThis.clock, {
      flashes_ms: [],
      pictures: 0,
      skipped: 0,
      backwards: 0,
      longest_ms: 0,
    });
    globalThis.beeps.length = 0;
    return noted;
  });

/** From each flash to its beep, in ms; a flash without a beep within half a second has none. */
export function offsets({ flashes_ms, beeps_ms }) {
  return flashes_ms.flatMap((flash) => {
    const near = beeps_ms
      .map((beep) => beep - flash)
      .sort((one, other) => Math.abs(one) - Math.abs(other))[0];
    return Math.abs(near) < 500 ? [near] : [];
  });
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

// What a page plays, heard where it leaves for the loudspeaker.
import { PATIENCE } from "./picture.js";

/** Louder than this is a beep, as an amplitude: far over what a codec leaves in silence. */
const LOUD = 0.02;

/**
 * Has the page keep when a beep began after a silence: `at_s` by the sound's clock, `heard_ms` by the page's, when the
 * loudspeaker has it. Before the page is opened.
 */
export async function listen(page) {
  await page.addInitScript((loud) => {
    globalThis.beeps = [];
    const connect = AudioNode.prototype.connect;
    AudioNode.prototype.connect = function (to, ...rest) {
      if (to instanceof AudioDestinationNode) hear(this);
      return connect.call(this, to, ...rest);
    };
    function hear(node) {
      const analyser = node.context.createAnalyser();
      analyser.fftSize = 32_768;
      connect.call(node, analyser);
      const samples = new Float32Array(analyser.fftSize);
      let last_s = -1;
      setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        const { sampleRate, currentTime, outputLatency } = node.context;
        const now_ms = performance.now();
        for (let at = 0; at < samples.length; at++) {
          if (Math.abs(samples[at]) < loud) continue;
          const at_s = currentTime - (samples.length - at) / sampleRate;
          const heard_ms =
            now_ms + (at_s + outputLatency - currentTime) * 1_000;
          if (at_s > last_s + 0.2) globalThis.beeps.push({ at_s, heard_ms });
          last_s = Math.max(last_s, at_s);
        }
      }, 100);
    }
  }, LOUD);
}

/** Waits for so many beeps from now on; answers the times between them, in s. */
export async function beeps(page, count) {
  await page.evaluate(() => (globalThis.beeps.length = 0));
  await page.waitForFunction(
    (count) => globalThis.beeps.length > count,
    count,
    PATIENCE,
  );
  const times = await page.evaluate(() =>
    globalThis.beeps.map((beep) => beep.at_s),
  );
  return times.slice(1).map((time, place) => time - times[place]);
}

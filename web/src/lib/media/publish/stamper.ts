// Brings the clocks of camera and microphone onto one: the page's.

/** A device clock this far off has been restarted, in us. */
const JUMP_US = 500_000;
/** How fast the least delay is forgotten, in us for each us: 100 ppm, more than clocks drift. */
const LEAK = 0.000_1;

/** Turns a device's timestamps into times of the page's clock, as smooth as the device's own. */
export class Stamper {
	#offset_us: number | undefined;
	#at_us = 0;

	/** The page's time of a sample that the device stamped `device_us` and that came at `now_us`. */
	stamp(device_us: number, now_us: number): number {
		const offset = now_us - device_us;
		if (this.#offset_us === undefined || Math.abs(offset - this.#offset_us) > JUMP_US) this.#offset_us = offset;
		else this.#offset_us = Math.min(offset, this.#offset_us + (now_us - this.#at_us) * LEAK);
		this.#at_us = now_us;
		return Math.max(0, Math.round(device_us + this.#offset_us));
	}
}

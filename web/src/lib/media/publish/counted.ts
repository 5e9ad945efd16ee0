// The times of encoded sound. An encoder stamps by counting samples from its first piece on: what was lost before it,
// when the machine was busy, would make all sound after it too early for its picture.

/** Rounding of what encoders count, in us. */
const ROUNDING_US = 1;

/** Gives what comes out of one encoder the times of what went in. */
export class Counted {
	#start_us: number | undefined;
	#samples = 0;
	/** From which counted time on it is off by how much; the first one holds now. */
	readonly #shifts: { from_us: number; shift_us: number }[] = [];

	/** A piece goes in. */
	take(timestamp_us: number, samples: number, rate: number): void {
		this.#start_us ??= timestamp_us;
		const from_us = this.#start_us + (this.#samples * 1e6) / rate;
		this.#samples += samples;
		this.#shifts.push({ from_us, shift_us: timestamp_us - from_us });
	}

	/** The time of a packet that comes out with the time that its encoder counted. */
	stamp(counted_us: number): number {
		while ((this.#shifts[1]?.from_us ?? Infinity) <= counted_us + ROUNDING_US) this.#shifts.shift();
		return Math.max(0, Math.round(counted_us + (this.#shifts[0]?.shift_us ?? 0)));
	}
}

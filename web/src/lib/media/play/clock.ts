// One clock for sound and picture: when something that was made at a media time is due on screen.

/** How long a buffer may be. */
export interface Limits {
	/** The shortest, in ms. */
	shortest_ms: number;
	/** The longest for what the network does, in ms: what comes later is left out. */
	longest_ms: number;
	/** The longest for decoding and the way to the loudspeaker as well, in ms. */
	heard_ms: number;
	/** What a network needs before anything is known about it, in ms. */
	initial_ms: number;
}

/** For whoever watches. The shortest is two pictures at 30 a second, so that one late picture is no stall; beyond the
 * longest a viewer is better off with a smaller picture. */
export const WATCHING: Limits = { shortest_ms: 70, longest_ms: 1_500, heard_ms: 1_500, initial_ms: 120 };
/** For whoever talks with somebody: a lost word is asked for again, a late answer ends the talk. A wireless headset needs
 * a quarter of a second, and a busy machine some time to decode: silence would be worse than to wait for those. */
export const TALKING: Limits = { shortest_ms: 40, longest_ms: 300, heard_ms: 900, initial_ms: 60 };

/** How much of the spare time is given back for each sample that was early: a second at 80 samples
 * a second takes back about a quarter. */
const SHRINK = 0.004;
/** The least delay is forgotten this fast, in us for each ms, so that clocks which drift apart
 * (at most 100 ppm) stay together. */
const LEAK_US_PER_MS = 0.2;
/** A timestamp this far from where it should be means the publisher started anew, in ms. */
const JUMP_MS = 5_000;

export class PlayClock {
	/** How long after the fastest sample's arrival everything is shown, in ms. */
	buffer_ms: number;
	/** Samples that came too late for the longest buffer. */
	late = 0;
	readonly #limits: Limits;
	#offset_us: number | undefined;
	#at_ms = 0;
	#latest_us = 0;

	constructor(limits: Limits = WATCHING) {
		this.#limits = limits;
		this.buffer_ms = limits.initial_ms;
	}

	/** Tells the clock that a sample made at `timestamp_us` arrived at `now_ms`. */
	received(timestamp_us: number, now_ms: number): void {
		const offset = now_ms * 1_000 - timestamp_us;
		if (this.#offset_us === undefined || Math.abs(offset - this.#offset_us) > JUMP_MS * 1_000) {
			this.#offset_us = offset;
			this.#latest_us = timestamp_us;
		} else {
			this.#offset_us = Math.min(offset, this.#offset_us + (now_ms - this.#at_ms) * LEAK_US_PER_MS);
			this.#latest_us = Math.max(this.#latest_us, timestamp_us);
		}
		this.#at_ms = now_ms;
		const late_ms = (offset - this.#offset_us) / 1_000;
		if (late_ms > this.#limits.longest_ms) this.late += 1;
		this.#need(late_ms, this.#limits.longest_ms);
	}

	/**
	 * Tells the clock that a sample cannot be shown before `ready_ms`, whenever it arrived: decoding takes time, and so
	 * does the way to a loudspeaker (wireless ones need a quarter of a second).
	 */
	ready(timestamp_us: number, ready_ms: number): void {
		if (this.#offset_us === undefined) return;
		this.#need(ready_ms - (timestamp_us + this.#offset_us) / 1_000, this.#limits.heard_ms);
	}

	/** Samples are wanted `late_ms` after the fastest one's arrival. */
	#need(late_ms: number, longest_ms: number): void {
		// A margin of a quarter above what was needed last; given back slowly when it is not needed.
		const wanted = Math.min(longest_ms, Math.max(this.#limits.shortest_ms, late_ms * 1.25 + 20));
		this.buffer_ms = wanted > this.buffer_ms ? wanted : this.buffer_ms + (wanted - this.buffer_ms) * SHRINK;
	}

	/** When a sample is due, in ms of the local clock; nothing before the first one came. */
	due_ms(timestamp_us: number): number | undefined {
		return this.#offset_us === undefined ? undefined : (timestamp_us + this.#offset_us) / 1_000 + this.buffer_ms;
	}

	/** The media time that is due at `now_ms`, in us. */
	media_us(now_ms: number): number | undefined {
		return this.#offset_us === undefined ? undefined : (now_ms - this.buffer_ms) * 1_000 - this.#offset_us;
	}

	/** The newest media time that arrived, in us. */
	get latest_us(): number {
		return this.#latest_us;
	}

	/** Forgets everything: another publisher, another clock. */
	reset(): void {
		this.#offset_us = undefined;
		this.buffer_ms = this.#limits.initial_ms;
	}
}

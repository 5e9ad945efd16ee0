// Which rendition to play: a smaller picture after stalls, a larger one again after a calm time.

/** Two stalls within this time are a trend, in ms. */
const WINDOW_MS = 10_000;
/** A stall of this length needs no second one, in ms. */
const LONG_STALL_MS = 1_000;
/** How long it must be calm before a larger picture is tried, in ms; doubles each time that failed. */
const CALM_MS = 20_000;
/** The longest wait before another try, in ms. */
const LONGEST_CALM_MS = 300_000;

export class Ladder {
	/** The rendition to play: 0 is the largest. */
	rung = 0;
	#rungs = 1;
	#stalls: number[] = [];
	#since = 0;
	#calm_ms = CALM_MS;
	#tried = false;

	/** There are `rungs` renditions, and playback begins on `rung`. */
	reset(rungs: number, rung: number, now_ms: number): void {
		this.#rungs = Math.max(1, rungs);
		this.rung = Math.min(Math.max(0, rung), this.#rungs - 1);
		this.#stalls = [];
		this.#since = now_ms;
		this.#calm_ms = CALM_MS;
		this.#tried = false;
	}

	/** The picture stood still for `length_ms`. Answers whether the rung changed. */
	stalled(length_ms: number, now_ms: number): boolean {
		this.#since = now_ms;
		this.#stalls = [...this.#stalls.filter((at) => now_ms - at < WINDOW_MS), now_ms];
		if (length_ms < LONG_STALL_MS && this.#stalls.length < 2) return false;
		this.#stalls = [];
		if (this.rung === this.#rungs - 1) return false;
		this.rung += 1;
		if (this.#tried) this.#calm_ms = Math.min(this.#calm_ms * 2, LONGEST_CALM_MS);
		this.#tried = false;
		return true;
	}

	/** Time passes. Answers whether the rung changed. */
	tick(now_ms: number): boolean {
		if (this.rung === 0 || now_ms - this.#since < this.#calm_ms) return false;
		this.rung -= 1;
		this.#since = now_ms;
		this.#tried = true;
		return true;
	}
}

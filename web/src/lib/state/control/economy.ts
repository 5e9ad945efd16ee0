// What gives way first when the crew's machine or network is too small for every preview: their motion. A preview that
// gives way shows its slow tile instead. Sound never does: nothing here touches it.

/** Sound that was missing in a second beyond this is a break that somebody hears, in s. */
const BREAK_S = 0.04;
/** More pictures lost in a second than this for each preview that moves is a machine that is too slow. */
const LOST_EACH = 6;
/** How long it must be calm before one more preview moves, in ms; doubles each time that failed, up to LONGEST_CALM_MS. */
const CALM_MS = 8_000;
const LONGEST_CALM_MS = 120_000;

/** What the last second was like. */
export interface Second {
	/** Sound that was missing where it was due, in s: programme, return, talk and calls. */
	missing_sound_s: number;
	/** Pictures of previews that came and could not be shown. */
	lost: number;
	/** Previews that move. */
	moving: number;
}

export class Economy {
	/** How many previews may move. */
	allowed: number;
	/** Previews that lost their motion so far. */
	lowered = 0;
	readonly #most: number;
	#calm_ms = CALM_MS;
	#since_ms = 0;

	constructor(most: number) {
		this.#most = most;
		this.allowed = most;
	}

	/** A second has passed. */
	second({ missing_sound_s, lost, moving }: Second, now_ms: number): void {
		const broken = missing_sound_s > BREAK_S;
		// The one that was asked for last is a decision of this moment, and costs no more than a monitor.
		if (moving > 1 && (broken || lost > LOST_EACH * moving)) {
			// Sound that breaks is an emergency: half of the pictures go at once.
			const left = broken ? Math.floor(moving / 2) : moving - Math.max(1, Math.ceil(moving / 4));
			this.lowered += moving - left;
			// A larger number was tried and failed: the next try waits longer.
			if (this.allowed < this.#most) this.#calm_ms = Math.min(this.#calm_ms * 2, LONGEST_CALM_MS);
			this.allowed = left;
			this.#since_ms = now_ms;
		} else if (broken) this.#since_ms = now_ms;
		else if (this.allowed < this.#most && now_ms - this.#since_ms >= this.#calm_ms) {
			this.allowed += 1;
			this.#since_ms = now_ms;
			if (this.allowed === this.#most) this.#calm_ms = CALM_MS;
		}
	}
}

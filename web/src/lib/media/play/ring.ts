// The sound that is about to be heard, kept by its place in media time; the part of the worklet that
// needs no browser.

/** Seconds of sound that are kept. */
const LENGTH_S = 3;
/** Further off than this and the reader jumps, in samples at 48 kHz: 60 ms, where lips come off. */
const JUMP = 2_880;
/** Closer than this needs no correction, in samples: 2 ms. */
const CLOSE = 96;
/** The most that speed may be off while catching up: nobody hears half a percent. */
const SPEED = 0.005;
/** Length of the fade around a gap or a jump, in samples: 5 ms, short enough and no click. */
const FADE = 240;

export class Ring {
	/** Samples that were missing when they were due. */
	missing = 0;
	readonly #capacity: number;
	readonly #planes: [Float32Array, Float32Array];
	/** First and one past the last sample that is there, in samples of media time. */
	#from = 0;
	#to = 0;
	#read: number | undefined;
	#gain = 0;

	constructor(readonly rate: number) {
		this.#capacity = rate * LENGTH_S;
		this.#planes = [new Float32Array(this.#capacity), new Float32Array(this.#capacity)];
	}

	/** Puts sound at `sample` of media time. */
	write(sample: number, left: Float32Array, right: Float32Array): void {
		let start = Math.round(sample);
		// Timestamps are rounded to microseconds: what lies within 2 ms of the end goes on from there.
		if (Math.abs(start - this.#to) <= CLOSE) start = this.#to;
		const end = start + left.length;
		if (start > this.#to + this.#capacity || end < this.#from - this.#capacity) {
			this.#from = start;
			this.#to = start;
			this.#read = undefined;
		}
		if (start > this.#to) this.#fill(this.#to, start);
		for (let i = 0; i < left.length; i++) {
			if (start + i < this.#from) continue;
			const place = this.#place(start + i);
			this.#planes[0][place] = left[i]!;
			this.#planes[1][place] = right[i]!;
		}
		this.#to = Math.max(this.#to, end);
		this.#from = Math.max(this.#from, this.#to - this.#capacity);
	}

	/** Reads sound for the outputs, of which the first sample is due at `due` of media time. */
	read(due: number, left: Float32Array, right: Float32Array): void {
		let drift = this.#read === undefined ? JUMP + 1 : due - this.#read;
		if (Math.abs(drift) > JUMP) {
			this.#read = due;
			this.#gain = 0;
			drift = 0;
		}
		const speed = Math.abs(drift) <= CLOSE ? 1 : 1 + Math.sign(drift) * SPEED;
		let at = this.#read!;
		for (let i = 0; i < left.length; i++) {
			const whole = Math.floor(at);
			const here = whole >= this.#from && whole + 1 < this.#to;
			// The gain falls before the sound runs out, so that even a gap makes no click.
			const ends = this.#to - whole < FADE;
			this.#gain = here && !ends ? Math.min(1, this.#gain + 1 / FADE) : Math.max(0, this.#gain - 1 / FADE);
			if (here) {
				const [a, b, part] = [this.#place(whole), this.#place(whole + 1), at - whole];
				left[i] = this.#gain * (this.#planes[0][a]! * (1 - part) + this.#planes[0][b]! * part);
				right[i] = this.#gain * (this.#planes[1][a]! * (1 - part) + this.#planes[1][b]! * part);
			} else {
				if (this.#to > 0) this.missing += 1;
				left[i] = 0;
				right[i] = 0;
			}
			at += speed;
		}
		this.#read = at;
	}

	#fill(from: number, to: number): void {
		for (let at = Math.max(from, to - this.#capacity); at < to; at++) {
			const place = this.#place(at);
			this.#planes[0][place] = 0;
			this.#planes[1][place] = 0;
		}
	}

	#place(sample: number): number {
		return ((sample % this.#capacity) + this.#capacity) % this.#capacity;
	}
}

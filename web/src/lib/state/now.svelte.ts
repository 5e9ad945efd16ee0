// The time, for whatever counts up or down on screen.

export class Now {
	ms = $state(Date.now());
	readonly #timer: ReturnType<typeof setInterval>;

	/** Ticks every `every_ms`. */
	constructor(every_ms = 250) {
		this.#timer = setInterval(() => (this.ms = Date.now()), every_ms);
	}

	close(): void {
		clearInterval(this.#timer);
	}
}

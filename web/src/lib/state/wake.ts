// Keeps the screen on, for as long as the page is in sight.

export class WakeLock {
	#lock: WakeLockSentinel | undefined;
	#closed = false;

	constructor() {
		document.addEventListener('visibilitychange', this.#ask);
		void this.#ask();
	}

	close(): void {
		this.#closed = true;
		document.removeEventListener('visibilitychange', this.#ask);
		void this.#lock?.release().catch(() => undefined);
	}

	// The browser takes the lock away whenever the page is hidden.
	readonly #ask = async (): Promise<void> => {
		if (this.#closed || document.visibilityState !== 'visible') return;
		this.#lock = await navigator.wakeLock?.request('screen').catch(() => undefined);
	};
}

// Short messages about what did not work, for those who pressed the key.

export interface Notice {
	id: number;
	text: string;
	look: 'warn' | 'plain';
}

/** How long a notice stays, in ms: long enough to read two sentences. */
const STAYS_MS = 8_000;
/** Notices shown at a time; the oldest goes first. */
const MOST = 4;

export class Notices {
	list = $state.raw<Notice[]>([]);
	#next = 1;
	#timers = new Set<ReturnType<typeof setTimeout>>();

	say(text: string, look: Notice['look'] = 'warn'): void {
		const id = this.#next++;
		this.list = [...this.list.filter((one) => one.text !== text), { id, text, look }].slice(-MOST);
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			this.dismiss(id);
		}, STAYS_MS);
		this.#timers.add(timer);
	}

	dismiss(id: number): void {
		this.list = this.list.filter((one) => one.id !== id);
	}

	close(): void {
		for (const timer of this.#timers) clearTimeout(timer);
	}
}

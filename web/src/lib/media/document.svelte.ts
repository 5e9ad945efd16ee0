// A live document: one JSON value that the server keeps up to date.
import { Snapshot } from '@moq/json';
import type { Broadcast } from '@moq/net';
import { follow } from './follow.ts';
import type { Session } from './session.svelte.ts';

/** How long to wait before a track that ended is asked for again, in ms. */
const AGAIN_MS = 500;

export class LiveDocument<T> {
	/** The value as it came last; stays when the connection is lost. */
	value = $state.raw<T>();
	/** When it came, in ms of the page's clock. */
	at_ms = 0;
	readonly #stop: () => void;

	constructor(session: Session, path: string, track: string, changed?: (value: T) => void) {
		this.#stop = follow(session, path, (broadcast) => this.#read(broadcast, track, changed));
	}

	close(): void {
		this.#stop();
	}

	#read(broadcast: Broadcast.Consumer, name: string, changed?: (value: T) => void): () => void {
		let stopped = false;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let close = () => {};
		const run = async () => {
			const track = broadcast.track(name).subscribe({ priority: 10 });
			close = () => track.close();
			try {
				const values = new Snapshot.Consumer<T>(track);
				for (let value = await values.next(); value !== undefined && !stopped; value = await values.next()) {
					this.at_ms = performance.now();
					this.value = value;
					changed?.(value);
				}
			} catch {
				// The session or the server went away; the next announcement brings it back.
			}
			track.close();
			if (!stopped) timer = setTimeout(run, AGAIN_MS);
		};
		void run();
		return () => {
			stopped = true;
			clearTimeout(timer);
			close();
		};
	}
}

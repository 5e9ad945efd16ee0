// A track of single pictures: tiles of guests, pages of the wall. Each group is one JPEG.
import type { Broadcast } from '@moq/net';
import { assume, follow } from './follow.ts';
import type { Session } from './session.svelte.ts';

/** How long to wait before a track that ended is asked for again, in ms. */
const AGAIN_MS = 2_000;
/** A page of the wall is at most a few hundred KB; anything larger is no picture. */
const LARGEST_BYTES = 4 * 1024 * 1024;

export class Stills {
	/** The picture as it came last. */
	picture = $state.raw<ImageBitmap>();
	/** Pictures that came. */
	count = $state(0);
	/** When the last one came, in ms of the page's clock. */
	at_ms = $state(0);
	readonly #stop: () => void;
	#closed = false;

	/** Reads `track` of the broadcast at `path`; `announced` says whether to wait for it to come on line. */
	constructor(session: Session, path: string, track: string, announced = false) {
		const attach = (broadcast: Broadcast.Consumer) => this.#read(broadcast, track);
		this.#stop = announced ? follow(session, path, attach) : assume(session, path, attach);
	}

	close(): void {
		this.#closed = true;
		this.#stop();
		this.picture?.close();
		this.picture = undefined;
	}

	#read(broadcast: Broadcast.Consumer, name: string): () => void {
		let stopped = false;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let close = () => {};
		const run = async () => {
			const track = broadcast.track(name).subscribe({ priority: 0 });
			close = () => track.close();
			try {
				for (let frame = await track.readFrame(); frame && !stopped; frame = await track.readFrame()) {
					if (frame.payload.byteLength > LARGEST_BYTES) continue;
					await this.#show(frame.payload);
				}
			} catch {
				// Not there, or not any more.
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

	async #show(bytes: Uint8Array): Promise<void> {
		const blob = new Blob([bytes.slice()], { type: 'image/jpeg' });
		const picture = await createImageBitmap(blob).catch(() => undefined);
		if (!picture) return;
		if (this.#closed) return picture.close();
		const before = this.picture;
		this.picture = picture;
		this.count += 1;
		this.at_ms = performance.now();
		before?.close();
	}
}

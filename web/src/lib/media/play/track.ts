// Reads one track into samples in order.
import type { Broadcast, Group, Track } from '@moq/net';
import { unwrap, type Sample } from '../container.ts';
import { Sequencer } from './sequencer.ts';

/** How old a group may get before the relay gives it up, in ms. */
const LATENCY_MAX_MS = 2_000;

/** Who takes the samples of a track. */
export interface Taker {
	/** A sample has arrived, in whatever order. */
	arrived(sample: Sample): void;
	/** The track has ended and will give no more. */
	ended(): void;
}

export class TrackReader {
	/** Bytes that came. */
	bytes = 0;
	readonly sequencer = new Sequencer();
	readonly #subscriber: Track.Subscriber;
	readonly #taker: Taker;
	#closed = false;

	constructor(
		broadcast: Broadcast.Consumer,
		name: string,
		priority: number,
		taker: Taker,
		latencyMax = LATENCY_MAX_MS
	) {
		this.#taker = taker;
		this.#subscriber = broadcast.track(name).subscribe({ priority, latencyMax });
		void this.#run();
	}

	close(): void {
		this.#closed = true;
		this.#subscriber.close();
	}

	async #run(): Promise<void> {
		try {
			for (;;) {
				const group = await this.#subscriber.recvGroup();
				if (!group) break;
				void this.#read(group);
			}
		} catch {
			// The session or the publisher went away; whoever owns this reader is told below.
		}
		if (!this.#closed) this.#taker.ended();
	}

	async #read(group: Group.Consumer): Promise<void> {
		if (!this.sequencer.open(group.sequence)) {
			group.close();
			return;
		}
		try {
			for (let first = true; ; first = false) {
				const frame = await group.readFrame();
				if (!frame || this.#closed) break;
				this.bytes += frame.payload.byteLength;
				const sample = unwrap(frame.payload, first);
				if (!sample) continue;
				if (!this.sequencer.push(group.sequence, sample)) break;
				this.#taker.arrived(sample);
			}
		} catch {
			// A group that is too old ends with an error: the next one goes on.
		}
		this.sequencer.close(group.sequence);
		group.close();
	}
}

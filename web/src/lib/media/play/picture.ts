// Decodes one rendition of pictures.
import type { Broadcast } from '@moq/net';
import type { VideoRendition } from '../catalog.ts';
import type { Sample } from '../container.ts';
import type { PlayClock } from './clock.ts';
import { TrackReader } from './track.ts';

/** Pictures are decoded this long before they are due, in ms: decoded ones are large. */
const AHEAD_MS = 180;
/** Decoded pictures held at a time: what AHEAD_MS needs at 60 a second. */
const MOST_DECODED = 12;
/** Pictures a decoder may be busy with before it is given more. */
const MOST_QUEUED = 8;

export class Picture {
	readonly rendition: VideoRendition;
	/** Whether it has given a picture. */
	started = false;
	/** Pictures that came too late or were skipped. */
	dropped = 0;
	readonly #clock: PlayClock;
	readonly #reader: TrackReader;
	readonly #frames: VideoFrame[] = [];
	#decoder: VideoDecoder;
	#needsKey = true;
	#failures = 0;
	#closed = false;

	constructor(
		broadcast: Broadcast.Consumer,
		rendition: VideoRendition,
		clock: PlayClock,
		priority: number,
		ended: () => void
	) {
		this.rendition = rendition;
		this.#clock = clock;
		this.#decoder = this.#open();
		this.#reader = new TrackReader(broadcast, rendition.track, priority, {
			arrived: (sample) => clock.received(sample.timestamp_us, performance.now()),
			ended
		});
	}

	/** Bytes that came. */
	get bytes(): number {
		return this.#reader.bytes;
	}

	/** Groups that were skipped. */
	get skipped(): number {
		return this.#reader.sequencer.skipped;
	}

	/** Decodes what is nearly due. */
	work(now_ms: number): void {
		const due = (sample: Sample) => (this.#clock.due_ms(sample.timestamp_us) ?? 0) <= now_ms;
		while (
			this.#decoder.state === 'configured' &&
			this.#frames.length < MOST_DECODED &&
			this.#decoder.decodeQueueSize < MOST_QUEUED
		) {
			const last = this.#frames.at(-1);
			if (last && (this.#clock.due_ms(last.timestamp) ?? 0) > now_ms + AHEAD_MS) break;
			const sample = this.#reader.sequencer.next(due);
			if (!sample) break;
			if (this.#needsKey && !sample.key) {
				this.dropped += 1;
				continue;
			}
			this.#needsKey = false;
			this.#decoder.decode(
				new EncodedVideoChunk({ type: sample.key ? 'key' : 'delta', timestamp: sample.timestamp_us, data: sample.data })
			);
		}
	}

	/** The newest picture that is due, which the caller closes; nothing while the last one stays. */
	take(now_ms: number): VideoFrame | undefined {
		let taken: VideoFrame | undefined;
		while (this.#frames[0] && (this.#clock.due_ms(this.#frames[0].timestamp) ?? 0) <= now_ms) {
			if (taken) this.dropped += 1;
			taken?.close();
			taken = this.#frames.shift();
		}
		return taken;
	}

	close(): void {
		this.#closed = true;
		this.#reader.close();
		if (this.#decoder.state !== 'closed') this.#decoder.close();
		for (const frame of this.#frames.splice(0)) frame.close();
	}

	#open(): VideoDecoder {
		const decoder = new VideoDecoder({
			output: (frame) => {
				if (this.#closed || decoder !== this.#decoder) return frame.close();
				this.started = true;
				this.#failures = 0;
				this.#frames.push(frame);
			},
			error: () => {
				// Broken pictures: begin again at the next keyframe, but not for ever.
				this.#failures += 1;
				this.#needsKey = true;
				if (!this.#closed && this.#failures < 20) this.#decoder = this.#open();
			}
		});
		decoder.configure({
			codec: this.rendition.codec,
			codedWidth: this.rendition.width,
			codedHeight: this.rendition.height,
			optimizeForLatency: true,
			hardwareAcceleration: 'no-preference'
		});
		return decoder;
	}
}

// Encoders for a guest's pictures and sound. They exist only while somebody asks.
import { wrap } from '../container.ts';
import { pictures } from './camera.ts';
import { Counted } from './counted.ts';
import { sounds } from './microphone.ts';
import type { Outlet } from './outlet.ts';

/** H.264 constrained baseline, level 3.1: 1280x720 at 30 a second, which everything decodes. */
export const VIDEO_CODEC = 'avc1.42e01f';
export const VIDEO_BPS = 2_000_000;
export const SOUND_BPS = 64_000;
const FRAMERATE = 30;
/** A keyframe at least this often, in us: what a newcomer waits for a picture. */
const KEY_EVERY_US = 1_000_000;
/** Pictures the encoder may be behind before new ones are left out. */
const MOST_QUEUED = 3;
/** Packets of sound in one group: 100 ms, so that a lost group is short and groups are few. */
const PACKETS_A_GROUP = 5;

/** Encodes a camera into an outlet until it is closed. */
export class VideoFeed {
	/** Pictures that were left out because the machine was too slow. */
	dropped = 0;
	readonly #outlet: Outlet;
	readonly #stop: () => void;
	readonly #failed: () => void;
	#encoder: VideoEncoder | undefined;
	#size = '';
	#key_us = -Infinity;
	#force = true;

	constructor(track: MediaStreamTrack, outlet: Outlet, failed: () => void) {
		this.#outlet = outlet;
		this.#failed = failed;
		this.#stop = pictures(track, (frame) => this.#take(frame));
	}

	/** Begins a new group with the next picture. */
	refresh(): void {
		this.#force = true;
	}

	close(): void {
		this.#stop();
		if (this.#encoder && this.#encoder.state !== 'closed') this.#encoder.close();
		this.#outlet.finish();
	}

	#take(frame: VideoFrame): void {
		const encoder = this.#prepared(frame);
		if (!encoder || encoder.encodeQueueSize > MOST_QUEUED) {
			this.dropped += 1;
			return frame.close();
		}
		const keyFrame = this.#force || frame.timestamp - this.#key_us >= KEY_EVERY_US;
		if (keyFrame) {
			this.#key_us = frame.timestamp;
			this.#force = false;
		}
		encoder.encode(frame, { keyFrame });
		frame.close();
	}

	#prepared(frame: VideoFrame): VideoEncoder | undefined {
		const { width, height } = fit(frame.displayWidth, frame.displayHeight);
		const size = `${width}x${height}`;
		if (this.#encoder?.state === 'configured' && this.#size === size) return this.#encoder;
		if (this.#encoder?.state !== 'configured') {
			this.#encoder = new VideoEncoder({
				output: (chunk) => {
					const data = new Uint8Array(chunk.byteLength);
					chunk.copyTo(data);
					this.#outlet.write(chunk.timestamp, wrap(chunk.timestamp, data), chunk.type === 'key');
				},
				error: () => this.#failed()
			});
		}
		this.#size = size;
		this.#force = true;
		this.#encoder.configure({
			codec: VIDEO_CODEC,
			width,
			height,
			bitrate: VIDEO_BPS,
			framerate: FRAMERATE,
			latencyMode: 'realtime',
			avc: { format: 'annexb' }
		});
		return this.#encoder;
	}
}

/** The size to encode: at most 1280x720, in the camera's shape, even in both directions. */
export function fit(width: number, height: number): { width: number; height: number } {
	const scale = Math.min(1, 1280 / width, 720 / height);
	const even = (value: number) => Math.max(2, Math.round((value * scale) / 2) * 2);
	return { width: even(width), height: even(height) };
}

/** Encodes a microphone into an outlet until it is closed. */
export class SoundFeed {
	readonly #outlet: Outlet;
	readonly #stop: () => void;
	readonly #failed: () => void;
	#encoder: AudioEncoder | undefined;
	#counted = new Counted();
	#shape = '';
	#packets = 0;

	constructor(track: MediaStreamTrack, outlet: Outlet, failed: () => void) {
		this.#outlet = outlet;
		this.#failed = failed;
		this.#stop = sounds(track, (data) => this.#take(data));
	}

	close(): void {
		this.#stop();
		if (this.#encoder && this.#encoder.state !== 'closed') this.#encoder.close();
		this.#outlet.finish();
	}

	#take(data: AudioData): void {
		const shape = `${data.sampleRate}/${data.numberOfChannels}`;
		if (this.#encoder?.state !== 'configured' || this.#shape !== shape) {
			if (this.#encoder && this.#encoder.state !== 'closed') this.#encoder.close();
			this.#shape = shape;
			const counted = new Counted();
			this.#counted = counted;
			this.#encoder = new AudioEncoder({
				output: (chunk) => {
					const packet = new Uint8Array(chunk.byteLength);
					chunk.copyTo(packet);
					const first = this.#packets++ % PACKETS_A_GROUP === 0;
					const timestamp = counted.stamp(chunk.timestamp);
					this.#outlet.write(timestamp, wrap(timestamp, packet), first);
				},
				error: () => this.#failed()
			});
			this.#encoder.configure({
				codec: 'opus',
				sampleRate: data.sampleRate,
				numberOfChannels: data.numberOfChannels,
				bitrate: SOUND_BPS
			});
		}
		this.#counted.take(data.timestamp, data.numberOfFrames, data.sampleRate);
		this.#encoder.encode(data);
		data.close();
	}
}

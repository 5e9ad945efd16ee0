// Runs on the sound thread. The page posts decoded sound and, again and again, which media time is due
// at which time of the sound card's clock.
import { Ring } from './ring.ts';

/** What the page posts. */
export type Message =
	| { kind: 'sound'; timestamp_us: number; left: Float32Array; right: Float32Array }
	| { kind: 'due'; media_us: number; context_s: number }
	| { kind: 'silence' };

declare const sampleRate: number;
declare const currentTime: number;
declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Blocks between two reports to the page: about a second. */
const REPORT_EVERY = 375;

class Player extends AudioWorkletProcessor {
	#ring = new Ring(sampleRate);
	#due: { media_us: number; context_s: number } | undefined;
	#blocks = 0;

	constructor() {
		super();
		this.port.onmessage = ({ data }: MessageEvent<Message>) => {
			if (data.kind === 'due') this.#due = data;
			else if (data.kind === 'silence') this.#due = undefined;
			else this.#ring.write((data.timestamp_us * sampleRate) / 1e6, data.left, data.right);
		};
	}

	process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
		const [left, right] = outputs[0] ?? [];
		if (!left || !this.#due) return true;
		const media_s = this.#due.media_us / 1e6 + (currentTime - this.#due.context_s);
		this.#ring.read(media_s * sampleRate, left, right ?? new Float32Array(left.length));
		this.#blocks += 1;
		if (this.#blocks % REPORT_EVERY === 0) this.port.postMessage({ missing: this.#ring.missing });
		return true;
	}
}

registerProcessor('plenary-ring', Player);

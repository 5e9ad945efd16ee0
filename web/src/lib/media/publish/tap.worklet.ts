// Runs on the sound thread: hands the microphone's sound to the page in pieces of 10 ms.

/** One piece. */
export interface Tap {
	context_s: number;
	samples: Float32Array<ArrayBuffer>;
}

declare const sampleRate: number;
declare const currentTime: number;
declare class AudioWorkletProcessor {
	readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

class TapProcessor extends AudioWorkletProcessor {
	#samples = new Float32Array(Math.round(sampleRate / 100));
	#filled = 0;
	#context_s = 0;

	process(inputs: Float32Array[][]): boolean {
		const input = inputs[0]?.[0];
		if (!input) return true;
		for (let i = 0; i < input.length; i++) {
			if (this.#filled === 0) this.#context_s = currentTime + i / sampleRate;
			this.#samples[this.#filled++] = input[i]!;
			if (this.#filled < this.#samples.length) continue;
			const samples = this.#samples;
			this.port.postMessage({ context_s: this.#context_s, samples } satisfies Tap, [samples.buffer]);
			this.#samples = new Float32Array(samples.length);
			this.#filled = 0;
		}
		return true;
	}
}

registerProcessor('plenary-tap', TapProcessor);

// Plays decoded sound on the player's clock.
import worklet from './ring.worklet.ts?worker&url';
import type { AudioRendition } from '../catalog.ts';
import type { Sample } from '../container.ts';
import type { PlayClock } from './clock.ts';
import type { Message } from './ring.worklet.ts';

/** How often the sound card's clock is compared with the page's, in ms. */
const COMPARE_MS = 250;

export class Sound {
	/** Samples that were missing when they were due. */
	missing = 0;
	/** Samples for each channel that were decoded. */
	decoded = 0;
	readonly #context: AudioContext;
	readonly #gain: GainNode;
	readonly #clock: PlayClock;
	readonly #analyser: AnalyserNode;
	readonly #window = new Float32Array(1024);
	/** How long sound that is computed now takes to the loudspeaker, in ms. */
	#way_ms = 0;
	#node: AudioWorkletNode | undefined;
	#decoder: AudioDecoder | undefined;
	#timer: ReturnType<typeof setInterval> | undefined;
	#closed = false;

	constructor(clock: PlayClock, changed: () => void) {
		this.#clock = clock;
		this.#context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
		this.#gain = this.#context.createGain();
		this.#analyser = this.#context.createAnalyser();
		this.#analyser.fftSize = this.#window.length;
		// Measured before the volume: a meter shows what comes, also while nobody listens.
		this.#analyser.connect(this.#gain);
		this.#gain.connect(this.#context.destination);
		this.#context.onstatechange = changed;
		void this.#start();
	}

	/** Whether the browser waits for a click before it plays sound. */
	get blocked(): boolean {
		return this.#context.state !== 'running';
	}

	/** Starts sound; must be called from a click where the browser asks for one. */
	async resume(): Promise<void> {
		await this.#context.resume();
	}

	/** From 0 (silent) to 1. */
	set volume(value: number) {
		this.#gain.gain.setTargetAtTime(value, this.#context.currentTime, 0.02);
	}

	/** Loudness of what is being played, in dB below full scale. */
	get level_db(): number {
		this.#analyser.getFloatTimeDomainData(this.#window);
		let sum = 0;
		for (const value of this.#window) sum += value * value;
		return 10 * Math.log10(sum / this.#window.length + 1e-9);
	}

	/** Takes sound of another rendition from now on. */
	configure(rendition: AudioRendition): void {
		this.#stop();
		this.#decoder = new AudioDecoder({ output: (data) => this.#play(data), error: () => (this.#decoder = undefined) });
		this.#decoder.configure({
			codec: rendition.codec,
			sampleRate: rendition.sampleRate,
			numberOfChannels: rendition.channels
		});
	}

	/** Decodes one packet. */
	decode(sample: Sample): void {
		// Sound that nobody can hear yet would only pile up.
		if (this.#decoder?.state !== 'configured' || this.blocked) return;
		this.#decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: sample.timestamp_us, data: sample.data }));
	}

	/** Nothing is due until something comes again. */
	silence(): void {
		this.#post({ kind: 'silence' });
	}

	close(): void {
		this.#closed = true;
		clearInterval(this.#timer);
		this.#stop();
		this.#node?.port.close();
		void this.#context.close();
	}

	async #start(): Promise<void> {
		await this.#context.audioWorklet.addModule(worklet);
		if (this.#closed) return;
		this.#node = new AudioWorkletNode(this.#context, 'plenary-ring', {
			numberOfInputs: 0,
			outputChannelCount: [2]
		});
		this.#node.port.onmessage = ({ data }: MessageEvent<{ missing: number }>) => (this.missing = data.missing);
		this.#node.connect(this.#analyser);
		this.#timer = setInterval(() => this.#compare(), COMPARE_MS);
	}

	#compare(): void {
		const now_ms = performance.now();
		const output = this.#context.getOutputTimestamp();
		// Where the browser does not say when sound leaves the device, its own estimate has to do.
		const known = output.performanceTime && output.contextTime && Math.abs(output.performanceTime - now_ms) < 1_000;
		const context_s = known
			? output.contextTime! + (now_ms - output.performanceTime!) / 1_000
			: this.#context.currentTime - (this.#context.outputLatency || this.#context.baseLatency || 0);
		this.#way_ms = Math.max(0, (this.#context.currentTime - context_s) * 1_000);
		const media_us = this.#clock.media_us(now_ms);
		if (media_us !== undefined) this.#post({ kind: 'due', media_us, context_s });
	}

	#play(data: AudioData): void {
		const left = new Float32Array(data.numberOfFrames);
		data.copyTo(left, { planeIndex: 0, format: 'f32-planar' });
		let right = left.slice();
		if (data.numberOfChannels > 1) {
			right = new Float32Array(data.numberOfFrames);
			data.copyTo(right, { planeIndex: 1, format: 'f32-planar' });
		}
		this.decoded += data.numberOfFrames;
		this.#clock.ready(data.timestamp, performance.now() + this.#way_ms);
		this.#post({ kind: 'sound', timestamp_us: data.timestamp, left, right }, [left.buffer, right.buffer]);
		data.close();
	}

	#post(message: Message, transfer: Transferable[] = []): void {
		this.#node?.port.postMessage(message, transfer);
	}

	#stop(): void {
		if (this.#decoder && this.#decoder.state !== 'closed') this.#decoder.close();
		this.#decoder = undefined;
	}
}

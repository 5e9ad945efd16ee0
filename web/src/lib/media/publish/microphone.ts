// The sound of a microphone, stamped by the page's clock.
import worklet from './tap.worklet.ts?worker&url';
import { Stamper } from './stamper.ts';
import type { Tap } from './tap.worklet.ts';

/** Takes one piece of sound and closes it. */
export type TakeSound = (data: AudioData) => void;

/** Reads a microphone's sound until the answer is called. */
export function sounds(track: MediaStreamTrack, take: TakeSound): () => void {
	return 'MediaStreamTrackProcessor' in globalThis ? processed(track, take) : tapped(track, take);
}

function processed(track: MediaStreamTrack, take: TakeSound): () => void {
	const stamper = new Stamper();
	const reader = new MediaStreamTrackProcessor({ track: track as MediaStreamAudioTrack }).readable.getReader();
	let stopped = false;
	const run = async () => {
		for (;;) {
			const { value, done } = await reader.read();
			if (done || stopped) return value?.close();
			// A piece is complete at its end; the device stamped its beginning.
			const now_us = performance.now() * 1_000 - value.duration;
			take(restamped(value, stamper.stamp(value.timestamp, now_us)));
		}
	};
	run().catch(() => undefined);
	return () => {
		stopped = true;
		reader.cancel().catch(() => undefined);
	};
}

function restamped(data: AudioData, timestamp: number): AudioData {
	const channels = Math.min(2, data.numberOfChannels);
	const samples = new Float32Array(data.numberOfFrames * channels);
	for (let plane = 0; plane < channels; plane++)
		data.copyTo(samples.subarray(plane * data.numberOfFrames), { planeIndex: plane, format: 'f32-planar' });
	const made = new AudioData({
		format: 'f32-planar',
		sampleRate: data.sampleRate,
		numberOfFrames: data.numberOfFrames,
		numberOfChannels: channels,
		timestamp,
		data: samples
	});
	data.close();
	return made;
}

/** Where tracks cannot be read directly: through the sound thread. */
function tapped(track: MediaStreamTrack, take: TakeSound): () => void {
	const stamper = new Stamper();
	const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
	const run = async () => {
		await context.audioWorklet.addModule(worklet);
		const source = context.createMediaStreamSource(new MediaStream([track]));
		const node = new AudioWorkletNode(context, 'plenary-tap', { numberOfOutputs: 0 });
		node.port.onmessage = ({ data }: MessageEvent<Tap>) => {
			const duration_us = (data.samples.length / context.sampleRate) * 1e6;
			const timestamp = stamper.stamp(data.context_s * 1e6, performance.now() * 1_000 - duration_us);
			take(
				new AudioData({
					format: 'f32-planar',
					sampleRate: context.sampleRate,
					numberOfFrames: data.samples.length,
					numberOfChannels: 1,
					timestamp,
					data: data.samples
				})
			);
		};
		source.connect(node);
	};
	run().catch(() => undefined);
	return () => void context.close();
}

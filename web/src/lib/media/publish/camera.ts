// The pictures of a camera, stamped by the page's clock.
import { Stamper } from './stamper.ts';

/** Takes one picture and closes it. */
export type TakePicture = (frame: VideoFrame) => void;

/** Reads a camera's pictures until the answer is called. */
export function pictures(track: MediaStreamTrack, take: TakePicture): () => void {
	return 'MediaStreamTrackProcessor' in globalThis ? processed(track, take) : watched(track, take);
}

function processed(track: MediaStreamTrack, take: TakePicture): () => void {
	const stamper = new Stamper();
	const reader = new MediaStreamTrackProcessor({ track: track as MediaStreamVideoTrack }).readable.getReader();
	let stopped = false;
	const run = async () => {
		for (;;) {
			const { value, done } = await reader.read();
			if (done || stopped) return value?.close();
			const timestamp = stamper.stamp(value.timestamp, performance.now() * 1_000);
			const frame = new VideoFrame(value, { timestamp });
			value.close();
			take(frame);
		}
	};
	run().catch(() => undefined);
	return () => {
		stopped = true;
		reader.cancel().catch(() => undefined);
	};
}

/** Where tracks cannot be read directly: through a video element that nobody sees. */
function watched(track: MediaStreamTrack, take: TakePicture): () => void {
	const stamper = new Stamper();
	const video = document.createElement('video');
	video.muted = true;
	video.playsInline = true;
	video.srcObject = new MediaStream([track]);
	let handle = 0;
	const next = (now: number, metadata: VideoFrameCallbackMetadata) => {
		const captured = metadata.captureTime ?? now;
		take(new VideoFrame(video, { timestamp: stamper.stamp(captured * 1_000, performance.now() * 1_000) }));
		handle = video.requestVideoFrameCallback(next);
	};
	handle = video.requestVideoFrameCallback(next);
	video.play().catch(() => undefined);
	return () => {
		video.cancelVideoFrameCallback(handle);
		video.srcObject = null;
	};
}

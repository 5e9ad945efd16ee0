// The tiny, slow picture that every guest sends.

/** Width x height in pixels. */
export const TILE = { width: 160, height: 90 } as const;
/** The server takes no larger one. */
const LARGEST_BYTES = 32 * 1024;

/** Draws tiles from a video element. */
export class TilePainter {
	readonly #canvas = new OffscreenCanvas(TILE.width, TILE.height);

	/** The picture of `video` now as JPEG, cut to the tile's shape; nothing while there is none. */
	async paint(video: HTMLVideoElement): Promise<Uint8Array | undefined> {
		const [width, height] = [video.videoWidth, video.videoHeight];
		const context = this.#canvas.getContext('2d', { alpha: false });
		if (!context || width === 0 || height === 0) return undefined;
		const scale = Math.min(width / TILE.width, height / TILE.height);
		const [w, h] = [TILE.width * scale, TILE.height * scale];
		context.drawImage(video, (width - w) / 2, (height - h) / 2, w, h, 0, 0, TILE.width, TILE.height);
		for (const quality of [0.72, 0.4]) {
			const blob = await this.#canvas.convertToBlob({ type: 'image/jpeg', quality });
			if (blob.size <= LARGEST_BYTES) return new Uint8Array(await blob.arrayBuffer());
		}
		return undefined;
	}
}

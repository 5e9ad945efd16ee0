// The part of hang's catalog that this app reads and writes.

/** One rendition of pictures. */
export interface VideoRendition {
	/** Name of its track. */
	track: string;
	/** Codec string as WebCodecs takes it, parameter sets inline. */
	codec: string;
	/** Width x height in pixels, where the catalog says so. */
	width: number | undefined;
	height: number | undefined;
	/** Bits a second, where the catalog says so. */
	bitrate: number | undefined;
}

/** One rendition of sound. */
export interface AudioRendition {
	/** Name of its track. */
	track: string;
	codec: string;
	sampleRate: number;
	channels: number;
}

export interface Catalog {
	/** Largest first. */
	video: VideoRendition[];
	audio: AudioRendition[];
}

type Fields = Record<string, unknown>;

const fields = (value: unknown): Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const count = (value: unknown): number | undefined =>
	typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined;
// A container this app does not know must be ignored, not decoded; without one it is the legacy one.
const legacy = (config: Fields) => (fields(config.container).kind ?? 'legacy') === 'legacy';

/** Reads a catalog and leaves out what cannot be played. */
export function read(document: unknown): Catalog {
	const root = fields(document);
	const video = Object.entries(fields(fields(root.video).renditions)).flatMap(([track, value]) => {
		const config = fields(value);
		if (typeof config.codec !== 'string' || !legacy(config) || config.description !== undefined) return [];
		return [
			{
				track,
				// Decoders take either name for inline parameter sets, and more of them know avc1.
				codec: config.codec.replace(/^avc3\./, 'avc1.'),
				width: count(config.codedWidth),
				height: count(config.codedHeight),
				bitrate: count(config.bitrate)
			}
		];
	});
	const audio = Object.entries(fields(fields(root.audio).renditions)).flatMap(([track, value]) => {
		const config = fields(value);
		const [sampleRate, channels] = [count(config.sampleRate), count(config.numberOfChannels)];
		if (config.codec !== 'opus' || !legacy(config) || !sampleRate || !channels) return [];
		return [{ track, codec: 'opus', sampleRate, channels }];
	});
	video.sort((a, b) => (b.height ?? 0) - (a.height ?? 0) || (b.bitrate ?? 0) - (a.bitrate ?? 0));
	return { video, audio };
}

/** What a guest publishes. */
export interface Offer {
	video: { width: number; height: number; framerate: number; bitrate: number; codec: string } | undefined;
	audio: { channels: number; bitrate: number } | undefined;
}

/** Writes the catalog of a guest's tracks `video` and `sound`. */
export function write(offer: Offer): object {
	const container = { kind: 'legacy' };
	const video = offer.video && {
		renditions: {
			video: {
				codec: offer.video.codec.replace(/^avc1\./, 'avc3.'),
				container,
				codedWidth: offer.video.width,
				codedHeight: offer.video.height,
				framerate: offer.video.framerate,
				bitrate: offer.video.bitrate,
				optimizeForLatency: true
			}
		}
	};
	const audio = offer.audio && {
		renditions: {
			sound: {
				codec: 'opus',
				container,
				sampleRate: 48_000,
				numberOfChannels: offer.audio.channels,
				bitrate: offer.audio.bitrate
			}
		}
	};
	return { ...(video ? { video } : {}), ...(audio ? { audio } : {}) };
}

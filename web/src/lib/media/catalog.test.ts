import { describe, expect, it } from 'vitest';
import { read, write } from './catalog.ts';

describe('the catalog', () => {
	it('reads back what a guest offers', () => {
		const offer = {
			video: { width: 640, height: 480, framerate: 30, bitrate: 2_000_000, codec: 'avc1.42e01f' },
			audio: { channels: 1, bitrate: 64_000 }
		};
		const catalog = read(JSON.parse(JSON.stringify(write(offer))));
		expect(catalog.video).toEqual([
			{ track: 'video', codec: 'avc1.42e01f', width: 640, height: 480, bitrate: 2_000_000 }
		]);
		expect(catalog.audio).toEqual([{ track: 'sound', codec: 'opus', sampleRate: 48_000, channels: 1 }]);
	});

	it('puts the largest picture first and leaves out what it cannot play', () => {
		const catalog = read({
			video: {
				renditions: {
					'360p': { codec: 'avc3.42c01e', container: { kind: 'legacy' }, codedHeight: 360 },
					'720p': { codec: 'avc3.42c01f', codedHeight: 720 },
					boxed: { codec: 'avc1.42c01f', container: { kind: 'cmaf', init: '' }, codedHeight: 1080 },
					future: { codec: 'avc1.42c01f', container: { kind: 'teleport' } }
				}
			},
			audio: { renditions: { aac: { codec: 'mp4a.40.2', sampleRate: 48_000, numberOfChannels: 2 } } }
		});
		expect(catalog.video.map((one) => one.track)).toEqual(['720p', '360p']);
		expect(catalog.audio).toEqual([]);
	});

	it('survives anything', () => {
		for (const document of [null, 7, [], { video: [] }, { video: { renditions: { a: 1, b: null } }, audio: 'x' }])
			expect(read(document)).toEqual({ video: [], audio: [] });
	});
});

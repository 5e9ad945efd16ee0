import { describe, expect, it } from 'vitest';
import { fit } from './encode.ts';

describe('the size of a guest', () => {
	it('is the camera’s own up to 1280x720, in its shape and even', () => {
		expect(fit(1280, 720)).toEqual({ width: 1280, height: 720 });
		expect(fit(1920, 1080)).toEqual({ width: 1280, height: 720 });
		expect(fit(640, 480)).toEqual({ width: 640, height: 480 });
		expect(fit(1600, 1200)).toEqual({ width: 960, height: 720 });
		expect(fit(721, 1281)).toEqual({ width: 406, height: 720 });
	});
});

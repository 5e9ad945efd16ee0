import { describe, expect, it } from 'vitest';
import { cut, grown, moved, written } from './places.ts';

const at = { x: 5_000, y: 5_000, width: 4_000, height: 4_000 };

describe('a place of a scene', () => {
	it('never leaves the picture', () => {
		expect(moved(at, 9_000, -9_000)).toEqual({ ...at, x: 6_000, y: 0 });
		expect(grown(at, 9_000, -9_000)).toEqual({ ...at, width: 5_000, height: 500 });
		expect(written(at, 'x', 8_000)).toEqual({ ...at, x: 8_000, width: 2_000 });
		expect(written(at, 'height', -3)).toEqual({ ...at, height: 500 });
	});

	it('lines up with others', () => {
		expect(moved({ ...at, x: 5_013 }, 120, 0).x).toBe(5_200);
	});

	it('shows at least a tenth of its source', () => {
		expect(cut(8_000, 3_000)).toBe(6_000);
		expect(cut(-5, 0)).toBe(0);
	});
});

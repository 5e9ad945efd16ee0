import { describe, expect, it } from 'vitest';
import { pack, place } from './pack.ts';

const RATIO = 16 / 9;

describe('cells on a screen', () => {
	it('are as large as they go, for 12 as for 60', () => {
		expect(pack(12, 1920, 1080, RATIO, 2, 84)).toMatchObject({ columns: 4, rows: 3, shown: 12 });
		expect(pack(1, 1920, 1080, RATIO, 2, 84).width).toBeCloseTo(1920, 0);
		expect(pack(60, 1920, 1080, RATIO, 2, 84)).toMatchObject({ columns: 8, rows: 8 });
	});

	it('are never too small to be recognised: fewer are shown instead', () => {
		const packed = pack(1_000, 360, 740, RATIO, 2, 84);
		expect(packed.width).toBeGreaterThanOrEqual(84);
		expect(packed.shown).toBeLessThan(1_000);
	});

	it('stay on the screen, do not overlap, and the last row stands in the middle', () => {
		const packed = pack(5, 1920, 1080, RATIO, 2, 84);
		const cells = Array.from({ length: 5 }, (_, n) => place(packed, n, 1920, 1080, 2, false));
		for (const cell of cells) {
			expect(cell.x).toBeGreaterThanOrEqual(-0.01);
			expect(cell.x + packed.width).toBeLessThanOrEqual(1920.01);
			expect(cell.y + packed.height).toBeLessThanOrEqual(1080.01);
		}
		const last = cells.filter((cell) => cell.row === packed.rows - 1);
		const middle = (last[0]!.x + last.at(-1)!.x + packed.width) / 2;
		expect(middle).toBeCloseTo(960, 3);
	});

	it('run from the right where text does', () => {
		const packed = pack(4, 1920, 1080, RATIO, 2, 84);
		expect(place(packed, 0, 1920, 1080, 2, true).x).toBeGreaterThan(place(packed, 1, 1920, 1080, 2, true).x);
	});
});

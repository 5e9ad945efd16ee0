import { describe, expect, it } from 'vitest';
import { pack, place } from './pack.ts';

const RATIO = 16 / 9;

describe('cells on a screen', () => {
	it('fill it, with 12 places as with 60', () => {
		for (const [count, width, height] of [
			[1, 1920, 1080],
			[12, 1920, 1080],
			[13, 1920, 1080],
			[60, 1920, 1080],
			[24, 360, 740]
		] as const) {
			const packed = pack(count, width, height, RATIO, 2, 84);
			expect(packed.shown).toBe(count);
			const area = packed.columns * packed.width * packed.rows * packed.height;
			expect(area / (width * height), `${count}`).toBeGreaterThan(0.9);
		}
	});

	it('leave few places empty', () => {
		expect(pack(12, 1920, 1080, RATIO, 2, 84)).toMatchObject({ columns: 4, rows: 3 });
		expect(pack(24, 1920, 1080, RATIO, 2, 84)).toMatchObject({ columns: 5, rows: 5 });
	});

	it('are never too small to be recognised: fewer are shown instead', () => {
		const packed = pack(1_000, 360, 740, RATIO, 2, 84);
		expect(packed.width).toBeGreaterThanOrEqual(84);
		expect(packed.shown).toBeLessThan(1_000);
	});

	it('stay on the screen and do not overlap', () => {
		const packed = pack(7, 1920, 1080, RATIO, 2, 84);
		const cells = Array.from({ length: 7 }, (_, n) => place(packed, n, 1920, 1080, 2, false));
		for (const cell of cells) {
			expect(cell.x).toBeGreaterThanOrEqual(-0.01);
			expect(cell.x + packed.width).toBeLessThanOrEqual(1920.01);
			expect(cell.y + packed.height).toBeLessThanOrEqual(1080.01);
		}
		expect(cells[1]!.x - cells[0]!.x).toBeCloseTo(packed.width + 2, 3);
	});

	it('run from the right where text does', () => {
		const packed = pack(4, 1920, 1080, RATIO, 2, 84);
		expect(place(packed, 0, 1920, 1080, 2, true).x).toBeGreaterThan(place(packed, 1, 1920, 1080, 2, true).x);
	});

	it('survive a screen without any size', () => {
		expect(pack(9, 0, 0, RATIO, 2, 84)).toMatchObject({ shown: 1 });
	});
});

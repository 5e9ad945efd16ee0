import { describe, expect, it } from 'vitest';
import { assemble, formOf, same, sourcesOf } from './scene.ts';
import { clock, rate, readClock } from './time.ts';

describe('scenes', () => {
	it('are complete or none', () => {
		expect(assemble({ layout: 'slate' }, [])).toEqual({ layout: 'slate' });
		expect(assemble({ layout: 'full' }, [])).toBeUndefined();
		expect(assemble({ layout: 'two' }, ['a', undefined])).toBeUndefined();
		expect(assemble({ layout: 'two' }, ['a', 'a'])).toBeUndefined();
		expect(assemble({ layout: 'inset' }, ['a', 'b'])).toEqual({ layout: 'inset', main: 'a', inset: 'b' });
	});

	it('of boxes fill place by place, and every source keeps its own', () => {
		const place = (x: number) => ({
			at: { x, y: 0, width: 5_000, height: 5_000 },
			crop: { left: 0, top: 0, right: 0, bottom: 0 }
		});
		const form = { layout: 'boxes', places: [place(0), place(5_000)] } as const;
		expect(assemble(form, [])).toBeUndefined();
		const scene = assemble(form, [undefined, 'b']);
		expect(scene).toEqual({ layout: 'boxes', boxes: [{ source: 'b', ...place(5_000) }] });
		expect(scene && formOf(scene)).toEqual({ layout: 'boxes', places: [place(5_000)] });
		expect(scene && same(scene, { layout: 'boxes', boxes: [{ source: 'b', ...place(0) }] })).toBe(false);
	});

	it('name their sources, the largest first', () => {
		expect(sourcesOf({ layout: 'two', left: 'a', right: 'b' })).toEqual(['a', 'b']);
		expect(same({ layout: 'full', source: 'a' }, { layout: 'full', source: 'b' })).toBe(false);
	});
});

describe('times', () => {
	it('read back as they were written', () => {
		for (const seconds of [0, 59, 60, 3_599, 3_600, 86_399]) expect(readClock(clock(seconds))).toBe(seconds);
		expect(clock(-75)).toBe('−1:15');
		for (const text of ['', 'x', '1:2:3:4', '-1', '1.5']) expect(readClock(text)).toBeUndefined();
	});

	it('are short for rates', () => {
		expect(rate(2_480_000, 'en')).toBe('2.5 Mb/s');
		expect(rate(1_234_000_000, 'en')).toBe('1234.0 Mb/s');
		expect(rate(2_480_000, 'fa')).toBe('۲٫۵ Mb/s');
		expect(rate(64_000, 'en')).toBe('64 kb/s');
	});
});

import { describe, expect, it } from 'vitest';
import { assemble, same, sourcesOf } from './scene.ts';
import { clock, rate, readClock } from './time.ts';

describe('scenes', () => {
	it('are complete or none', () => {
		expect(assemble('slate', [])).toEqual({ layout: 'slate' });
		expect(assemble('full', [])).toBeUndefined();
		expect(assemble('two', ['a', undefined])).toBeUndefined();
		expect(assemble('two', ['a', 'a'])).toBeUndefined();
		expect(assemble('inset', ['a', 'b'])).toEqual({ layout: 'inset', main: 'a', inset: 'b' });
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

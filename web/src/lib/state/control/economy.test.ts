import { describe, expect, it } from 'vitest';
import { PRIORITY } from '#lib/media/priority.ts';
import { Economy } from './economy.ts';

const calm = (moving: number) => ({ missing_sound_s: 0, lost: 0, moving });

describe('sixteen previews on a machine that is too small for them', () => {
	it('lose their motion before any sound is lost for long, and are counted', () => {
		const economy = new Economy(16);
		economy.second({ missing_sound_s: 0.2, lost: 0, moving: 16 }, 1_000);
		expect([economy.allowed, economy.lowered]).toEqual([8, 8]);
		for (let second = 2; economy.allowed > 1; second++)
			economy.second({ missing_sound_s: 0.2, lost: 0, moving: economy.allowed }, second * 1_000);
		expect(economy.lowered).toBe(15);
		// The one that was asked for last goes on.
		economy.second({ missing_sound_s: 0.2, lost: 0, moving: 1 }, 20_000);
		expect([economy.allowed, economy.lowered]).toEqual([1, 15]);
	});

	it('lose a quarter when pictures are lost, and none while few are', () => {
		const economy = new Economy(16);
		economy.second({ missing_sound_s: 0, lost: 90, moving: 16 }, 1_000);
		expect(economy.allowed).toBe(16);
		economy.second({ missing_sound_s: 0, lost: 100, moving: 16 }, 2_000);
		expect(economy.allowed).toBe(12);
	});

	it('move again one by one when it was calm, and later each time that failed', () => {
		const economy = new Economy(4);
		economy.second({ missing_sound_s: 0.2, lost: 0, moving: 4 }, 0);
		const grown = (from_ms: number) => {
			const before = economy.allowed;
			let ms = from_ms;
			while (economy.allowed === before) economy.second(calm(before), (ms += 1_000));
			return ms;
		};
		const first = grown(0);
		economy.second({ missing_sound_s: 0.2, lost: 0, moving: 3 }, first);
		const second = grown(first) - first;
		expect(second).toBeGreaterThan(first);
		for (let at = 0; economy.allowed < 4; at += 1_000) economy.second(calm(economy.allowed), first + second + at);
		expect(economy.allowed).toBe(4);
	});
});

describe('a narrow network', () => {
	it('carries sound before pictures, and the previews of people who wait last', () => {
		const { preview, picture, sound, talk } = PRIORITY;
		expect([preview, picture, sound, talk]).toEqual([preview, picture, sound, talk].toSorted((a, b) => a - b));
		expect(new Set(Object.values(PRIORITY)).size).toBe(4);
	});
});

import { describe, expect, it } from 'vitest';
import { Ladder } from './ladder.ts';

describe('the choice of a rendition', () => {
	it('steps down after two short stalls, and not after one', () => {
		const ladder = new Ladder();
		ladder.reset(2, 0, 0);
		expect(ladder.stalled(450, 1_000)).toBe(false);
		expect(ladder.stalled(450, 5_000)).toBe(true);
		expect(ladder.rung).toBe(1);
	});

	it('forgets a stall that is long past', () => {
		const ladder = new Ladder();
		ladder.reset(2, 0, 0);
		ladder.stalled(450, 0);
		expect(ladder.stalled(450, 60_000)).toBe(false);
	});

	it('steps down at once after a long stall, and never below the last rung', () => {
		const ladder = new Ladder();
		ladder.reset(2, 0, 0);
		expect(ladder.stalled(1_500, 0)).toBe(true);
		expect(ladder.stalled(1_500, 100)).toBe(false);
		expect(ladder.rung).toBe(1);
	});

	it('goes back up after a calm time, and waits longer after a try that failed', () => {
		const ladder = new Ladder();
		ladder.reset(2, 0, 0);
		ladder.stalled(1_500, 0);
		expect(ladder.tick(19_000)).toBe(false);
		expect(ladder.tick(20_000)).toBe(true);
		expect(ladder.rung).toBe(0);
		ladder.stalled(1_500, 21_000);
		expect(ladder.tick(21_000 + 39_000)).toBe(false);
		expect(ladder.tick(21_000 + 40_000)).toBe(true);
	});
});

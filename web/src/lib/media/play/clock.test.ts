import { describe, expect, it } from 'vitest';
import { PlayClock, TALKING } from './clock.ts';

const FRAME_US = 33_333;

/** Feeds pictures that arrive after `delay_ms`, and answers the clock. */
function played(delays_ms: readonly number[]): PlayClock {
	const clock = new PlayClock();
	delays_ms.forEach((delay, n) => clock.received(n * FRAME_US, (n * FRAME_US) / 1_000 + delay));
	return clock;
}

describe('the clock of playback', () => {
	it('shows each picture after the fastest arrival and the buffer', () => {
		const clock = played([50, 40, 60]);
		expect(clock.due_ms(0)).toBeCloseTo(40 + clock.buffer_ms, 0);
		expect(clock.due_ms(FRAME_US)! - clock.due_ms(0)!).toBeCloseTo(33.3, 1);
	});

	it('agrees with itself about which media time is due', () => {
		const clock = played([10, 12, 9]);
		expect(clock.media_us(clock.due_ms(20_000)!)).toBeCloseTo(20_000, 3);
	});

	it('grows at once when pictures come late, and gives back slowly', () => {
		const clock = played([10, 10, 310, 10]);
		expect(clock.buffer_ms).toBeGreaterThan(300);
		const grown = clock.buffer_ms;
		for (let n = 4; n < 300; n++) clock.received(n * FRAME_US, (n * FRAME_US) / 1_000 + 10);
		expect(clock.buffer_ms).toBeLessThan(grown / 2);
		expect(clock.buffer_ms).toBeGreaterThanOrEqual(70);
	});

	it('waits for sound that takes long from its arrival to the loudspeaker', () => {
		const clock = new PlayClock();
		const READY_MS = 250;
		for (let n = 0; n < 300; n++) {
			const arrived_ms = (n * FRAME_US) / 1_000 + 10;
			clock.received(n * FRAME_US, arrived_ms);
			clock.ready(n * FRAME_US, arrived_ms + READY_MS);
			expect(clock.due_ms(n * FRAME_US)! - arrived_ms).toBeGreaterThan(READY_MS);
		}
	});

	it('starts anew when the publisher does', () => {
		const clock = played([10, 10]);
		clock.received(0, 3_600_000);
		expect(clock.due_ms(0)).toBeCloseTo(3_600_000 + clock.buffer_ms, 0);
	});

	it('follows a clock that runs a little slow', () => {
		const clock = new PlayClock();
		for (let n = 0; n < 20_000; n++) clock.received(n * FRAME_US, ((n * FRAME_US) / 1_000) * 1.000_1 + 10);
		const last = 19_999 * FRAME_US;
		expect(clock.due_ms(last)! - ((last / 1_000) * 1.000_1 + 10)).toBeGreaterThan(50);
	});

	it('never waits long for words, and counts those that come too late', () => {
		const clock = new PlayClock(TALKING);
		for (let n = 0; n < 50; n++) clock.received(n * 20_000, n * 20 + (n % 10 === 9 ? 900 : 5));
		expect(clock.buffer_ms).toBeLessThanOrEqual(TALKING.longest_ms);
		expect(clock.late).toBe(5);
	});
});

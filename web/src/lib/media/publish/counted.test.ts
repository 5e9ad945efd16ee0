import { expect, test } from 'vitest';
import { Counted } from './counted.ts';

/** Pieces of 10 ms with these times go in, packets of 20 ms come out as an encoder counts them. */
function stamped(times_us: number[]): number[] {
	const counted = new Counted();
	const out: number[] = [];
	times_us.forEach((time, index) => {
		counted.take(time, 480, 48_000);
		// An encoder is a packet behind.
		if (index % 2 === 1 && index > 2) out.push(counted.stamp((times_us[0] ?? 0) + ((index - 3) / 2) * 20_000));
	});
	return out;
}

test('even sound keeps its times', () => {
	const times = Array.from({ length: 20 }, (_, index) => 7_000_000 + index * 10_000);
	expect(stamped(times)).toEqual(Array.from({ length: 9 }, (_, index) => 7_000_000 + index * 20_000));
});

test('sound after a gap has the times that it was heard at', () => {
	// 250 ms are lost after the sixth piece.
	const times = Array.from({ length: 20 }, (_, index) => 7_000_000 + index * 10_000 + (index >= 6 ? 250_000 : 0));
	expect(stamped(times)).toEqual([0, 20, 40, 310, 330, 350, 370, 390, 410].map((ms) => 7_000_000 + ms * 1_000));
});

test('a device that runs fast is followed for an hour', () => {
	const counted = new Counted();
	let off = 0;
	for (let piece = 0; piece < 360_000; piece++) {
		counted.take(piece * 9_999, 480, 48_000);
		if (piece % 2 === 1) off = Math.max(off, Math.abs(counted.stamp((piece - 1) * 10_000) - (piece - 1) * 9_999));
	}
	expect(off).toBeLessThanOrEqual(1);
});

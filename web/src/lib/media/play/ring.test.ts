import { describe, expect, it } from 'vitest';
import { Ring } from './ring.ts';

const RATE = 48_000;
const BLOCK = 128;

/** A tone of 480 Hz from sample `from` on. */
const tone = (from: number, length: number) =>
	Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * 480 * (from + i)) / RATE));

/** Reads `blocks` blocks, of which the first is due at `due`, with the reader's clock `speed` times as fast. */
function heard(ring: Ring, due: number, blocks: number, speed = 1): Float32Array {
	const out = new Float32Array(blocks * BLOCK);
	for (let n = 0; n < blocks; n++) {
		const left = out.subarray(n * BLOCK, (n + 1) * BLOCK);
		ring.read(due + n * BLOCK * speed, left, new Float32Array(BLOCK));
	}
	return out;
}
const largestStep = (samples: Float32Array) =>
	samples.reduce((most, value, i) => (i === 0 ? 0 : Math.max(most, Math.abs(value - samples[i - 1]!))), 0);
/** The tone itself changes by this much from one sample to the next. */
const STEP = (2 * Math.PI * 480) / RATE;

describe('the ring of sound', () => {
	it('plays each sample at its own time', () => {
		const ring = new Ring(RATE);
		ring.write(48_000, tone(48_000, 24_000), tone(48_000, 24_000));
		const out = heard(ring, 50_000, 20);
		expect(out[1_000]).toBeCloseTo(Math.sin((2 * Math.PI * 480 * 51_000) / RATE), 3);
	});

	it('makes no click at the beginning, at a gap, or at the end', () => {
		const ring = new Ring(RATE);
		ring.write(0, tone(0, 9_600), tone(0, 9_600));
		ring.write(14_400, tone(14_400, 9_600), tone(14_400, 9_600));
		expect(largestStep(heard(ring, 0, 200))).toBeLessThan(STEP * 1.5);
	});

	it('counts what was missing when it was due', () => {
		const ring = new Ring(RATE);
		ring.write(0, tone(0, 1_280), tone(0, 1_280));
		heard(ring, 0, 20);
		expect(ring.missing).toBeGreaterThan(1_000);
	});

	it('follows a clock that drifts without a jump', () => {
		const ring = new Ring(RATE);
		ring.write(0, tone(0, 96_000), tone(0, 96_000));
		const out = heard(ring, 0, 600, 1.001);
		expect(largestStep(out.subarray(1_000))).toBeLessThan(STEP * 1.1);
	});

	it('takes sound that comes out of order', () => {
		const ring = new Ring(RATE);
		ring.write(960, tone(960, 960), tone(960, 960));
		ring.write(0, tone(0, 960), tone(0, 960));
		ring.write(1_920, tone(1_920, 9_600), tone(1_920, 9_600));
		const out = heard(ring, 960, 20);
		expect(out[500]).toBeCloseTo(Math.sin((2 * Math.PI * 480 * 1_460) / RATE), 3);
	});
});

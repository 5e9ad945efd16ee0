import { describe, expect, it } from 'vitest';
import type { Sample } from '../container.ts';
import { Sequencer } from './sequencer.ts';

const sample = (timestamp_us: number): Sample => ({ timestamp_us, data: new Uint8Array([1]), key: false });
const never = () => false;
const always = () => true;

describe('the order of samples', () => {
	it('waits for an older group although a newer one is there', () => {
		const order = new Sequencer();
		order.open(2);
		order.push(2, sample(20));
		order.open(1);
		expect(order.next(never)).toBeUndefined();
		order.push(1, sample(10));
		order.close(1);
		expect(order.next(never)?.timestamp_us).toBe(10);
		expect(order.next(never)?.timestamp_us).toBe(20);
		expect(order.skipped).toBe(0);
	});

	it('gives an older group up when the newer one is due', () => {
		const order = new Sequencer();
		order.open(1);
		order.push(1, sample(10));
		order.open(2);
		order.push(2, sample(20));
		expect(order.next(always)?.timestamp_us).toBe(20);
		expect(order.skipped).toBe(1);
		expect(order.open(1)).toBe(false);
		expect(order.push(1, sample(11))).toBe(false);
	});

	it('holds no more than a bounded number of groups', () => {
		const order = new Sequencer();
		for (let n = 0; n < 1_000; n++) order.open(n);
		expect(order.skipped).toBe(1_000 - 32);
	});
});

import { describe, expect, it } from 'vitest';
import { Stamper } from './stamper.ts';

describe('timestamps of camera and microphone', () => {
	it('stay as even as the device made them, however late they come', () => {
		const stamper = new Stamper();
		const stamps = [0, 8_000, 2_000, 15_000, 0].map((late, n) =>
			stamper.stamp(n * 20_000, 5_000_000 + n * 20_000 + late)
		);
		const steps = stamps.slice(1).map((stamp, n) => stamp - stamps[n]!);
		for (const step of steps) expect(Math.abs(step - 20_000)).toBeLessThan(50);
	});

	it('are of one clock although the devices are not', () => {
		const [camera, microphone] = [new Stamper(), new Stamper()];
		const now = 9_000_000;
		expect(Math.abs(camera.stamp(123, now) - microphone.stamp(77_777_777, now))).toBeLessThan(2);
	});

	it('follow a device that starts again', () => {
		const stamper = new Stamper();
		stamper.stamp(60_000_000, 1_000_000);
		expect(stamper.stamp(0, 2_000_000)).toBe(2_000_000);
	});
});

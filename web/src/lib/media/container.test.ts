import { describe, expect, it } from 'vitest';
import { unwrap, wrap } from './container.ts';

describe('the container', () => {
	it('reads back what it wrote, small and large times alike', () => {
		for (const timestamp_us of [0, 63, 64, 16_383, 1_073_741_824, 2 ** 45]) {
			const sample = unwrap(wrap(timestamp_us, new Uint8Array([7, 8, 9])), true);
			expect(sample).toMatchObject({ timestamp_us, key: true });
			expect([...sample!.data]).toEqual([7, 8, 9]);
		}
	});

	it('finds no sample in a marker or in garbage', () => {
		for (const bytes of [[], [0], [0x40, 0x10], [0xc0]]) expect(unwrap(new Uint8Array(bytes), false)).toBeUndefined();
	});
});

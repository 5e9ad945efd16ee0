import { describe, expect, it } from 'vitest';
import type { Item, Plan } from '#lib/api/types.ts';
import { difference, edited, moved, removed, rows } from './plan.ts';

const item = (id: string, planned_at: number | null = null): Item => ({
	id,
	title: id,
	kind: 'slate',
	scene: { layout: 'slate' },
	caption: null,
	graphics: [],
	transition: { kind: 'cut' },
	languages: [],
	starts: null,
	planned_s: 60,
	end: 'wait',
	backup: null,
	notes: '',
	role_notes: {},
	planned_at,
	aired: null
});
const plan: Plan = {
	order: ['a', 'b', 'c', 'd'],
	items: {
		a: { ...item('a', 0), aired: { from: 10, to: 100 } },
		b: { ...item('b', 60), aired: { from: 100, to: null } },
		c: item('c', 120),
		d: item('d', 300)
	}
};

describe('when items come', () => {
	it('is when they came for those that are over, and shifted for those to come', () => {
		const seen = rows(plan, {
			current: 'b',
			ends_at: null,
			shifts: [
				{ item: 'b', by_ms: 40 },
				{ item: 'd', by_ms: 0 }
			]
		});
		expect(seen.map((row) => row.expected_at)).toEqual([10, 100, 160, 300]);
		expect(seen.map((row) => row.late_ms)).toEqual([10, 40, 40, 0]);
	});

	it('is unknown where nothing is planned by the clock', () => {
		const timeless = { order: ['a'], items: { a: item('a') } };
		expect(rows(timeless, { current: null, shifts: [], ends_at: null })[0]).toMatchObject({
			planned_at: undefined,
			late_ms: undefined
		});
	});
});

describe('a plan without a time of its own', () => {
	it('shows from its end when what is to come comes', () => {
		const aired = { from: 1_000, to: null };
		const timeless = { order: ['a', 'b', 'c'], items: { a: { ...item('a'), aired }, b: item('b'), c: item('c') } };
		const seen = rows(timeless, { current: 'a', shifts: [], ends_at: 200_000 });
		expect(seen.map((row) => row.expected_at)).toEqual([1_000, 80_000, 140_000]);
		expect(seen.map((row) => row.late_ms)).toEqual([undefined, undefined, undefined]);
	});
});

describe('a plan after a change', () => {
	it('has the item at its new place', () => {
		expect(moved(plan, 'a', 2).order).toEqual(['b', 'c', 'a', 'd']);
		expect(moved(plan, 'd', 0).order).toEqual(['d', 'a', 'b', 'c']);
		expect(removed(plan, 'b').order).toEqual(['a', 'c', 'd']);
		expect(edited(plan, 'c', { title: 'C' }).items['c']?.title).toBe('C');
		expect(plan.items['c']?.title).toBe('c');
	});

	it('is asked for with the fields that differ alone, and with what was seen before', () => {
		const before = item('a');
		expect(difference(before, { ...before })).toBeUndefined();
		expect(difference(before, { ...before, title: 'A', caption: { name: 'N', title: '' } })).toEqual({
			set: { title: 'A', caption: { name: 'N', title: '' } },
			seen: { title: 'a', caption: null }
		});
	});
});

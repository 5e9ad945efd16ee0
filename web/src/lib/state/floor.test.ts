import { expect, test } from 'vitest';
import type { Floor, FloorRequest } from '#lib/api/types.ts';
import { given, moved, paused, read, removed, waiting } from './floor.ts';

const request = (id: string): FloorRequest => ({
	id,
	person: `speaker/${id}`,
	name: id,
	country: null,
	delegation: null,
	category: 'speech',
	asked: 0,
	person_ms: 0,
	delegation_ms: null
});
const floor = (...ids: string[]): Floor => ({
	rules: { open: true, categories: [], person_s: null, delegation_s: null },
	order: ids,
	requests: Object.fromEntries(ids.map((id) => [id, request(id)])),
	called: null,
	speaking: null,
	speeches: 0
});

test('a clock counts on from when it was started, and says when the time is over', () => {
	const clock = { allowed_ms: 10_000, spoken_ms: 4_000, running_since: 1_000 };
	expect(read(clock, 1_000)).toEqual({ spoken_s: 4, left_s: 6, over: false, running: true });
	expect(read(clock, 3_500)).toMatchObject({ spoken_s: 6.5, left_s: 4 });
	expect(read(clock, 9_000)).toMatchObject({ left_s: -2, over: true });
	expect(read(clock, 0)).toMatchObject({ spoken_s: 4 });
	expect(read({ ...clock, running_since: null }, 9_000)).toMatchObject({ spoken_s: 4, left_s: 6, running: false });
	expect(read({ ...clock, allowed_ms: null }, 3_000)).toMatchObject({ left_s: undefined, over: false });
});

test('what the crew does is shown before the server answers', () => {
	const three = floor('a', 'b', 'c');
	expect(moved(three, 'c', 0).order).toEqual(['c', 'a', 'b']);
	expect(moved(three, 'a', 2).order).toEqual(['b', 'c', 'a']);
	expect(removed(three, 'b').order).toEqual(['a', 'c']);
	const called = given(three, 'b');
	expect([called.order, called.called?.person]).toEqual([['a', 'c'], 'speaker/b']);
	expect(removed(called, 'b').called).toBeNull();
	expect(given(three, 'x')).toBe(three);
	expect(waiting(removed(three, 'a')).map((one) => one.name)).toEqual(['b', 'c']);
});

test('a paused clock stands where it was and goes on from there', () => {
	const speaking = { ...request('a'), clock: { allowed_ms: null, spoken_ms: 1_000, running_since: 5_000 } };
	const stopped = paused({ ...floor(), speaking }, true, 7_000);
	expect(stopped.speaking?.clock).toEqual({ allowed_ms: null, spoken_ms: 3_000, running_since: null });
	expect(paused(stopped, false, 9_000).speaking?.clock).toMatchObject({ spoken_ms: 3_000, running_since: 9_000 });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Notices } from './notices.svelte.ts';

describe('notices', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('go by themselves, say a thing once, and never pile up', () => {
		const notices = new Notices();
		for (const text of ['a', 'b', 'a', 'c', 'd', 'e']) notices.say(text);
		expect(notices.list.map((one) => one.text)).toEqual(['a', 'c', 'd', 'e']);
		vi.advanceTimersByTime(60_000);
		expect(notices.list).toEqual([]);
		notices.close();
	});
});

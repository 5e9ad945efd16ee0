import { describe, expect, it, vi } from 'vitest';
import type { Desk } from './desk.svelte.ts';
import { ACTIONS, lift, press } from './keys.ts';

const event = (code: string, more: Partial<KeyboardEvent> = {}) => ({ code, ...more }) as KeyboardEvent;

function desk() {
	const made = {
		take: vi.fn(),
		arrange: vi.fn(),
		choose: vi.fn(),
		toggleCaption: vi.fn(),
		undo: vi.fn(),
		jump: vi.fn(),
		talk: { hold: vi.fn(), lift: vi.fn(), latch: vi.fn(), toggleCall: vi.fn() },
		selected: undefined as string | undefined,
		choosable: [
			{ id: 'speaker/a', state: 'online' },
			{ id: 'speaker/b', state: 'offline' }
		],
		crew: { rundown: { current: 'one' } },
		plan: { order: ['one', 'two'] }
	};
	return { made, desk: made as unknown as Desk };
}

describe('the keys of the control room', () => {
	it('are one for each action', () => {
		const codes = ACTIONS.map((action) => action.code);
		expect(codes).toEqual([...new Set(codes)]);
	});

	it('take once, however long the key is held', () => {
		const { made, desk: room } = desk();
		expect(press(room, event('Space'))).toBe(true);
		expect(press(room, event('Space', { repeat: true }))).toBe(true);
		expect(made.take).toHaveBeenCalledTimes(1);
	});

	it('choose sources by number, and never one that is off line', () => {
		const { made, desk: room } = desk();
		press(room, event('Digit1'));
		press(room, event('Digit2'));
		expect(press(room, event('Digit9'))).toBe(false);
		expect(made.choose.mock.calls).toEqual([['speaker/a']]);
	});

	it('leave the browser its own shortcuts, but undo is ours', () => {
		const { made, desk: room } = desk();
		expect(press(room, event('KeyC', { ctrlKey: true }))).toBe(false);
		expect(press(room, event('KeyZ', { metaKey: true }))).toBe(true);
		expect(made.take).not.toHaveBeenCalled();
		expect(made.undo).toHaveBeenCalled();
	});

	it('walk through the rundown and stop at its ends', () => {
		const { made, desk: room } = desk();
		for (let n = 0; n < 5; n++) press(room, event('ArrowDown'));
		expect(made.selected).toBe('two');
		for (let n = 0; n < 5; n++) press(room, event('ArrowUp'));
		expect(made.selected).toBe('one');
		press(room, event('Enter'));
		expect(made.jump).toHaveBeenCalledWith('one');
	});

	it('speak for as long as they are held, and with shift until they are pressed again', () => {
		const { made, desk: room } = desk();
		press(room, event('KeyT'));
		press(room, event('KeyT', { repeat: true }));
		lift(room, event('KeyT'));
		press(room, event('KeyT', { shiftKey: true }));
		press(room, event('KeyT', { shiftKey: true, repeat: true }));
		press(room, event('KeyJ'));
		lift(room, event('KeyJ'));
		expect(made.talk.hold.mock.calls).toEqual([['target'], ['crew']]);
		expect(made.talk.lift.mock.calls).toEqual([['target'], ['crew']]);
		expect(made.talk.latch).toHaveBeenCalledTimes(1);
	});

	it('are each given to one action only', () => {
		expect(new Set(ACTIONS.map((action) => action.code)).size).toBe(ACTIONS.length);
	});
});

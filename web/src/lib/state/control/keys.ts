// The keys of the control room: one list, which the page obeys, prints on its controls and shows on `?`.
import { m } from '#lib/paraglide/messages.js';
import type { Desk } from './desk.svelte.ts';

export interface KeyAction {
	/** As `KeyboardEvent.key` has it, in lower case; by position where letters differ. */
	code: string;
	/** As it is printed. */
	keys: string;
	label: () => string;
	run: (desk: Desk) => void;
}

const key = (code: string, keys: string, label: () => string, run: (desk: Desk) => void): KeyAction => ({
	code,
	keys,
	label,
	run
});

// By position (`KeyboardEvent.code`), so that a Persian keyboard works like an English one.
export const ACTIONS: readonly KeyAction[] = [
	key('Space', 'Space', m.take, (desk) => desk.take()),
	key('KeyC', 'C', m.cut, (desk) => desk.take('cut')),
	key('KeyM', 'M', m.mix, (desk) => desk.take('mix')),
	key('KeyV', 'V', m.wipe, (desk) => desk.take('wipe')),
	key('Semicolon', ';', m.stinger, (desk) => desk.take('stinger')),
	key('KeyX', 'X', m.slate_now, (desk) => desk.slateNow()),
	key('KeyU', 'U', m.untake, (desk) => desk.untake()),
	key('KeyD', 'D', m.dump, (desk) => desk.dump()),
	key('KeyA', 'A', m.arm_toggle, (desk) => desk.arm(!desk.crew?.armed)),
	key('KeyQ', 'Q', m.layout_full, (desk) => desk.arrange({ layout: 'full' })),
	key('KeyW', 'W', m.layout_two, (desk) => desk.arrange({ layout: 'two' })),
	key('KeyE', 'E', m.layout_inset, (desk) => desk.arrange({ layout: 'inset' })),
	key('KeyS', 'S', m.layout_slate, (desk) => desk.arrange({ layout: 'slate' })),
	key('KeyG', 'G', m.caption_toggle, (desk) => desk.toggleCaption()),
	key('KeyI', 'I', m.graphics_toggle, (desk) => desk.graphics.toggle()),
	key('BracketLeft', '[', m.graphic_preview_toggle, (desk) => desk.graphics.preview()),
	key('BracketRight', ']', m.graphic_air_toggle, (desk) => desk.graphics.air()),
	key('KeyY', 'Y', m.graphics_clear, (desk) => desk.graphics.clear()),
	key('KeyN', 'N', m.rundown_next, (desk) => desk.next()),
	key('KeyB', 'B', m.rundown_back, (desk) => desk.back()),
	key('KeyR', 'R', m.rundown_run_toggle, (desk) => desk.run(!desk.crew?.rundown.running)),
	key('KeyP', 'P', m.rundown_preview, (desk) => {
		const item = desk.item(desk.selected);
		if (item) desk.show(item.scene);
	}),
	key('KeyF', 'F', m.floor_toggle, (desk) => desk.floor.toggle()),
	key('Backquote', '`', m.stage_choose, (desk) => desk.stages.element?.focus()),
	key('Backslash', '\\', m.sound_toggle, (desk) => desk.sound.toggle()),
	key('KeyK', 'K', m.floor_give_next, (desk) => desk.floor.give()),
	key('KeyL', 'L', m.floor_pause_toggle, (desk) => desk.floor.pause()),
	key('KeyO', 'O', m.floor_end, (desk) => desk.floor.end()),
	key('KeyT', 'T', m.talk_hold, (desk) => desk.talk.hold('target')),
	key('KeyJ', 'J', m.talk_crew_hold, (desk) => desk.talk.hold('crew')),
	key('KeyH', 'H', m.call_toggle, (desk) => desk.talk.toggleCall()),
	key('KeyZ', 'Z', m.rooms_undo, (desk) => void desk.undoRooms()),
	key('Enter', '↵', m.rundown_jump, (desk) => desk.selected && desk.jump(desk.selected)),
	key('ArrowUp', '↑', m.rundown_select_up, (desk) => select(desk, -1)),
	key('ArrowDown', '↓', m.rundown_select_down, (desk) => select(desk, 1))
];

/** Does what a key stands for. Answers whether it stands for anything. */
export function press(desk: Desk, event: KeyboardEvent): boolean {
	if (event.code === 'KeyZ' && (event.ctrlKey || event.metaKey)) {
		void desk.undo();
		return true;
	}
	if (event.ctrlKey || event.metaKey || event.altKey) return false;
	const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
	if (digit && event.shiftKey) {
		desk.arrangeNumber(Number(digit) - 1);
		return true;
	}
	if (digit) {
		const source = desk.choosable[Number(digit) - 1];
		if (source && source.state !== 'offline') desk.choose(source.id);
		return source !== undefined;
	}
	if (event.code === 'KeyT' && event.shiftKey) {
		if (!event.repeat) desk.talk.latch();
		return true;
	}
	const action = ACTIONS.find((one) => one.code === event.code);
	// A key that is held down must not take again and again.
	if (!event.repeat || event.code.startsWith('Arrow')) action?.run(desk);
	return action !== undefined;
}

/** A key is up that somebody spoke with. */
export function lift(desk: Desk, event: KeyboardEvent): void {
	if (event.code === 'KeyT') desk.talk.lift('target');
	else if (event.code === 'KeyJ') desk.talk.lift('crew');
}

function select(desk: Desk, by: number): void {
	const order = desk.plan?.order ?? [];
	const at = order.indexOf(desk.selected ?? desk.crew?.rundown.current ?? '');
	desk.selected = order[Math.max(0, Math.min(order.length - 1, at + by))];
}

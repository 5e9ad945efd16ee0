// The floor at the crew's desk: what is shown of it, and what the crew does.
import { api } from '#lib/api/client.ts';
import type { Floor, FloorCategory, FloorChange } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';
import { given, moved, paused, removed } from '../floor.ts';
import type { Desk } from './desk.svelte.ts';

export class FloorDesk {
	/** Whether the panel is there. */
	shown = $state(false);
	/** The request that is selected. */
	selected = $state<string>();
	/** How far this machine's clock is ahead of the server's, in ms. */
	skew_ms = $state(Infinity);

	readonly #desk: Desk;

	constructor(desk: Desk) {
		this.#desk = desk;
	}

	get floor(): Floor | undefined {
		return this.#desk.crew?.floor;
	}

	/** A document of the crew came, made at `at`. The fastest one knows best what the server's clock says. */
	heard(at: number): void {
		this.skew_ms = Math.min(this.skew_ms, Date.now() - at);
	}

	/** The server's time at a moment of this machine's. */
	at(ms: number): number {
		return Number.isFinite(this.skew_ms) ? ms - this.skew_ms : ms;
	}

	toggle(): void {
		this.shown = !this.shown;
	}

	/** Selects whoever waits so many places further. */
	select(by: number): void {
		const order = this.floor?.order ?? [];
		const at = order.indexOf(this.selected ?? '');
		this.selected = order[at < 0 ? 0 : Math.max(0, Math.min(order.length - 1, at + by))];
	}

	/** Moves a request so that it stands at a place afterwards. */
	place(id: string, to: number): void {
		const order = this.floor?.order ?? [];
		if (to < 0 || to >= order.length || order[to] === id) return;
		this.#ask(
			(floor) => moved(floor, id, to),
			() => api.moveRequest(id, to)
		);
	}

	/** Gives the floor to whom is chosen, or else to the next: they are in preview then, and a take puts them on air. */
	give(id: string | undefined = this.#chosen): void {
		if (!id) return this.#desk.notices.say(m.floor_nobody_waits());
		if (id === this.selected) this.selected = undefined;
		const person = this.floor?.requests[id]?.person;
		this.#ask(
			(floor) => given(floor, id),
			() => api.giveFloor(id),
			person
		);
	}

	/** Puts somebody on the list, also while it is closed. */
	invite(person: string, category: FloorCategory): void {
		this.#ask(undefined, () => api.invite(person, category));
	}

	/** Whoever is called waits again, as the next. */
	recall(): void {
		const called = this.floor?.called;
		if (called) this.#ask(undefined, () => api.moveRequest(called.id, 0));
	}

	remove(id: string): void {
		this.#ask(
			(floor) => removed(floor, id),
			() => api.removeRequest(id)
		);
	}

	/** Stops the clock of whoever speaks, or lets it run again. */
	pause(): void {
		const speaking = this.floor?.speaking;
		if (!speaking) return this.#desk.notices.say(m.failed_floor_nobody());
		const stop = speaking.clock.running_since !== null;
		this.#ask(
			(floor) => paused(floor, stop, this.at(Date.now())),
			() => api.pauseFloor(stop)
		);
	}

	end(): void {
		if (!this.floor?.speaking) return this.#desk.notices.say(m.failed_floor_nobody());
		this.#ask((floor) => ({ ...floor, speaking: null }), api.endSpeech);
	}

	open(open: boolean): void {
		this.decide({ open });
	}

	decide(change: FloorChange): void {
		const known = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
		this.#ask(
			(floor) => ({ ...floor, rules: { ...floor.rules, ...known } }),
			() => api.changeFloor(change)
		);
	}

	get #chosen(): string | undefined {
		const order = this.floor?.order ?? [];
		return this.selected && order.includes(this.selected) ? this.selected : order[0];
	}

	#ask(expect: ((floor: Floor) => Floor) | undefined, ask: () => Promise<unknown>, previewed?: string): void {
		const preview = previewed ? ({ layout: 'full', source: previewed } as const) : undefined;
		void this.#desk.direct({ floor: expect, ...(preview ? { preview, running: false } : {}) }, ask);
	}
}

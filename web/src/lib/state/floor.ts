// The floor: who waits, and how long whoever speaks has left.
import type { Floor, FloorCategory, FloorClock, FloorRequest } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';

/** What somebody wants the floor for. */
export const CATEGORIES: Record<FloorCategory, () => string> = {
	point_of_order: m.floor_point_of_order,
	reply: m.floor_reply,
	question: m.floor_question,
	speech: m.floor_speech
};

/** A clock as it is read at a moment, in seconds. */
export interface Reading {
	spoken_s: number;
	/** Negative when the time is over; nothing where there is no limit. */
	left_s: number | undefined;
	over: boolean;
	running: boolean;
}

/** Reads a clock at a moment of the server's time, in ms. */
export function read(clock: FloorClock, now_ms: number): Reading {
	const running = clock.running_since != null;
	const spoken_ms = clock.spoken_ms + (running ? Math.max(0, now_ms - (clock.running_since ?? 0)) : 0);
	const left_ms = clock.allowed_ms == null ? undefined : clock.allowed_ms - spoken_ms;
	return {
		spoken_s: spoken_ms / 1_000,
		// What is left is rounded up, so that a clock ends at 0:00 and not a second before its end.
		left_s: left_ms === undefined ? undefined : left_ms >= 0 ? Math.ceil(left_ms / 1_000) : left_ms / 1_000,
		over: left_ms !== undefined && left_ms < 0,
		running
	};
}

/** Who waits, the next first. */
export function waiting(floor: Floor): FloorRequest[] {
	return floor.order.flatMap((id) => floor.requests[id] ?? []);
}

/** The floor with a request at another place. */
export function moved(floor: Floor, id: string, place: number): Floor {
	const order = floor.order.filter((one) => one !== id).toSpliced(place, 0, id);
	return { ...floor, order };
}

/** The floor without a request. */
export function removed(floor: Floor, id: string): Floor {
	const called = floor.called?.id === id ? null : floor.called;
	return { ...floor, order: floor.order.filter((one) => one !== id), called };
}

/** The floor once a request has it: whoever was called before and has not begun waits again, as the next. */
export function given(floor: Floor, id: string): Floor {
	const request = floor.requests[id];
	if (!request) return floor;
	const { person, name, country, delegation, category } = request;
	const clock: FloorClock = { allowed_ms: null, spoken_ms: 0, running_since: null };
	const order = floor.order.filter((one) => one !== id);
	return { ...floor, order, called: { id, person, name, country, delegation, category, clock } };
}

/** The floor with its clock stopped, or running again. */
export function paused(floor: Floor, stop: boolean, now_ms: number): Floor {
	const speaking = floor.speaking;
	if (!speaking) return floor;
	const spoken_ms = Math.round(read(speaking.clock, now_ms).spoken_s * 1_000);
	const clock = { ...speaking.clock, spoken_ms, running_since: stop ? null : now_ms };
	return { ...floor, speaking: { ...speaking, clock } };
}

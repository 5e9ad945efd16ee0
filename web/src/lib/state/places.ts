// Places of a scene under the hand: how they move and grow without leaving the picture. Lengths are ten-thousandths
// of the picture.
import type { ScenePlace } from '#lib/api/types.ts';

export type Area = ScenePlace['at'];

/** A picture's whole width or height. */
export const WHOLE = 10_000;
/** The smallest place that the server takes. */
export const SMALLEST = WHOLE / 20;
/** What places snap to: a fiftieth, so that two of them line up. */
const GRID = WHOLE / 50;

const between = (low: number, value: number, high: number) => Math.max(low, Math.min(high, Math.round(value)));
const snap = (value: number) => Math.round(value / GRID) * GRID;

/** The place moved by so much, as far as the picture goes. */
export function moved(at: Area, dx: number, dy: number): Area {
	return {
		...at,
		x: between(0, snap(at.x + dx), WHOLE - at.width),
		y: between(0, snap(at.y + dy), WHOLE - at.height)
	};
}

/** The place with its lower right corner moved by so much. */
export function grown(at: Area, dx: number, dy: number): Area {
	return {
		...at,
		width: between(SMALLEST, snap(at.width + dx), WHOLE - at.x),
		height: between(SMALLEST, snap(at.height + dy), WHOLE - at.y)
	};
}

/** The place with one number written anew. */
export function written(at: Area, field: keyof Area, value: number): Area {
	const next = { ...at, [field]: value };
	const x = between(0, next.x, WHOLE - SMALLEST);
	const y = between(0, next.y, WHOLE - SMALLEST);
	return {
		x,
		y,
		width: between(SMALLEST, next.width, WHOLE - x),
		height: between(SMALLEST, next.height, WHOLE - y)
	};
}

/** The part of a length that is cut away at one side, so that a tenth of it is left. */
export const cut = (value: number, other: number): number => between(0, value, WHOLE - WHOLE / 10 - other);

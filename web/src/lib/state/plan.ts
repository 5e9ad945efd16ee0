// The plan: its items in order, when they come, and what it looks like after a change.
import type { Item, Plan, Rundown } from '#lib/api/types.ts';

/** An item with its place and its times, in ms. */
export interface Row {
	item: Item;
	place: number;
	/** As planned. */
	planned_at: number | undefined;
	/** As it was, or as it looks now. */
	expected_at: number | undefined;
	/** How much later than planned; nothing where it is unknown. */
	late_ms: number | undefined;
}

/** The items in order, with when they come as it looks now. */
export function rows(plan: Plan, rundown: Pick<Rundown, 'current' | 'shifts' | 'ends_at'>): Row[] {
	const timed = plan.order.some((id) => plan.items[id]?.planned_at != null);
	const shifts = new Map(rundown.shifts.map((shift) => [shift.item, shift.by_ms]));
	const current = rundown.current ? plan.order.indexOf(rundown.current) : -1;
	let shift_ms: number | undefined;
	// Where nothing has a time of its own, each comes as long before the end as what is left then takes.
	const left_ms = plan.order
		.slice(Math.max(current, 0))
		.reduce((sum, id) => sum + (plan.items[id]?.planned_s ?? 0) * 1_000, 0);
	let follows = timed || current < 0 || rundown.ends_at == null ? undefined : rundown.ends_at - left_ms;
	return plan.order.flatMap((id, place) => {
		const item = plan.items[id];
		if (!item) return [];
		shift_ms = shifts.get(id) ?? shift_ms;
		const planned_at = item.planned_at ?? undefined;
		const over = place < current || (place === current && item.aired);
		const ahead = planned_at === undefined || shift_ms === undefined ? follows : planned_at + shift_ms;
		if (follows !== undefined && place >= current) follows += item.planned_s * 1_000;
		const expected_at = over ? item.aired?.from : ahead;
		const late_ms = expected_at === undefined || planned_at === undefined ? undefined : expected_at - planned_at;
		return [{ item, place, planned_at, expected_at, late_ms }];
	});
}

/** Another version of an item; its times are the server's to say. */
export function edited(plan: Plan, id: string, change: Partial<Item>): Plan {
	const item = plan.items[id];
	return item ? { ...plan, items: { ...plan.items, [id]: { ...item, ...change } } } : plan;
}

/** An item at another place. */
export function moved(plan: Plan, id: string, place: number): Plan {
	const without = plan.order.filter((one) => one !== id);
	return { ...plan, order: without.toSpliced(place, 0, id) };
}

/** The plan without an item. */
export function removed(plan: Plan, id: string): Plan {
	return { ...plan, order: plan.order.filter((one) => one !== id) };
}

/** The fields of `after` that differ from `before`, as a change says them: what to set, and what was seen before. */
export function difference(before: Item, after: Item): { set: Partial<Item>; seen: Partial<Item> } | undefined {
	const fields = EDITABLE.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
	if (fields.length === 0) return undefined;
	const pick = (item: Item) => Object.fromEntries(fields.map((field) => [field, item[field]]));
	return { set: pick(after), seen: pick(before) };
}

const EDITABLE = [
	'title',
	'kind',
	'scene',
	'caption',
	'graphics',
	'transition',
	'languages',
	'starts',
	'planned_s',
	'end',
	'backup',
	'notes',
	'role_notes'
] as const satisfies (keyof Item)[];

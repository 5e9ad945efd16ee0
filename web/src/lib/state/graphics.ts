// Graphics: what kinds there are, where each stands, and what the crew reads of it.
import type { Graphic, GraphicContent, Graphics } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';

export type GraphicKind = GraphicContent['kind'];

/** Kinds of graphics, as they are offered. */
export const GRAPHIC_KINDS: Record<GraphicKind, () => string> = {
	topic: m.graphic_topic,
	name: m.graphic_name,
	quote: m.graphic_quote,
	picture: m.graphic_picture,
	logo: m.graphic_logo,
	ticker: m.graphic_ticker,
	clock: m.graphic_clock,
	countdown: m.graphic_countdown
};

/** A graphic of a kind, with nothing in it yet. */
export function empty(kind: GraphicKind): GraphicContent {
	switch (kind) {
		case 'name':
			return { kind, name: '', title: '' };
		case 'topic':
			return { kind, text: '', edge: 'top' };
		case 'clock':
			return { kind, zone: null, label: '', corner: 'top_right' };
		case 'countdown':
			return { kind, until: Date.now() + 600_000, label: '', corner: 'top_right' };
		case 'logo':
			return { kind, image: '', name: '', corner: 'top_right' };
		case 'ticker':
			return { kind, text: '' };
		case 'quote':
			return { kind, text: '', by: '' };
		case 'picture':
			return { kind, image: '', name: '' };
	}
}

/** What tells it from others of its kind. */
export function graphicText(content: GraphicContent): string {
	switch (content.kind) {
		case 'name':
		case 'logo':
		case 'picture':
			return content.name || '–';
		case 'clock':
			return content.label || content.zone || m.graphic_zone_summit();
		case 'countdown':
			return content.label || new Date(content.until).toLocaleString();
		default:
			return content.text;
	}
}

/** The uploaded picture of one. */
export const imageOf = (content: GraphicContent): string | undefined =>
	content.kind === 'logo' || content.kind === 'picture' ? content.image : undefined;

/** Where one stands: of those on air, each has a place of its own. */
export function placeOf(content: GraphicContent): string {
	switch (content.kind) {
		case 'topic':
			return content.edge === 'bottom' ? 'bottom' : 'top';
		case 'clock':
		case 'countdown':
		case 'logo':
			return content.corner ?? 'top_right';
		case 'quote':
		case 'picture':
			return 'full';
		default:
			return content.kind;
	}
}

/** The ids without those that stand where `graphic` does; with it in the end when it is `on`. */
export function placed(graphics: Graphics, ids: readonly string[], graphic: Graphic, on: boolean): string[] {
	const place = placeOf(graphic.content);
	const others = ids.filter((id) => {
		const other = graphics.all.find((one) => one.id === id);
		return id !== graphic.id && (!on || !other || placeOf(other.content) !== place);
	});
	return on ? [...others, graphic.id] : others;
}

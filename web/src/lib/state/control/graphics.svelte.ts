// The graphics at the crew's desk: what is shown of them, and what the crew does.
import { api } from '#lib/api/client.ts';
import type { Caption, Graphic, GraphicContent, Graphics } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';
import { placed } from '../graphics.ts';
import { explain } from '../words.ts';
import type { Desk } from './desk.svelte.ts';

export class GraphicsDesk {
	/** Whether the panel is there. */
	shown = $state(false);
	/** The one that is selected. */
	selected = $state<string>();
	/** The one that was removed last, and can be brought back. */
	removed = $state.raw<Graphic>();

	readonly #desk: Desk;

	constructor(desk: Desk) {
		this.#desk = desk;
	}

	get graphics(): Graphics {
		return this.#desk.crew?.graphics ?? { all: [], air: [], preview: [] };
	}

	isOnAir(id: string): boolean {
		return this.graphics.air.includes(id);
	}

	isPreviewed(id: string): boolean {
		return this.graphics.preview.includes(id);
	}

	toggle(): void {
		this.shown = !this.shown;
	}

	/** Selects the one that stands so many places further. */
	select(by: number): void {
		const all = this.graphics.all;
		const at = all.findIndex((one) => one.id === this.selected);
		this.selected = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))]?.id;
	}

	/** Shows one in the preview, or not any more. */
	preview(id: string | undefined = this.selected): void {
		const graphic = this.#chosen(id);
		if (!graphic) return;
		const on = !this.isPreviewed(graphic.id);
		const graphics = (now: Graphics) => ({ ...now, preview: placed(now, now.preview, graphic, on) });
		void this.#desk.direct({ graphics }, () => api.previewGraphic(graphic.id, on));
	}

	/** Puts one on air, or takes it off: the one that is selected, or else the one that was previewed last. */
	air(id: string | undefined = this.selected ?? this.graphics.preview.at(-1)): void {
		const graphic = this.#chosen(id);
		if (!graphic) return;
		const on = !this.isOnAir(graphic.id);
		const graphics = (now: Graphics) => ({
			...now,
			air: placed(now, now.air, graphic, on),
			preview: on ? now.preview.filter((one) => one !== graphic.id) : now.preview
		});
		const { content } = graphic;
		const caption: { caption?: Caption | null } =
			content.kind === 'name' ? { caption: on ? { name: content.name, title: content.title ?? '' } : null } : {};
		void this.#desk.direct({ graphics, ...caption }, () => api.airGraphic(graphic.id, on));
	}

	/** Takes all of them off the air, the name too. */
	clear(): void {
		const graphics = (now: Graphics) => ({ ...now, air: [] });
		void this.#desk.direct({ graphics, caption: null }, api.clearGraphics);
	}

	/** Keeps a new graphic, or another version of one. Answers whether it is kept. */
	async save(id: string | undefined, content: GraphicContent): Promise<boolean> {
		try {
			if (id) await api.changeGraphic(id, content);
			else this.selected = await api.addGraphic(content);
			return true;
		} catch (error) {
			this.#desk.notices.say(explain(error));
			return false;
		}
	}

	async remove(graphic: Graphic): Promise<void> {
		try {
			await api.removeGraphic(graphic.id);
			this.removed = graphic;
			if (this.selected === graphic.id) this.selected = undefined;
		} catch (error) {
			this.#desk.notices.say(explain(error));
		}
	}

	/** Brings back what was removed last. */
	async undo(): Promise<void> {
		const graphic = this.removed;
		if (!graphic) return;
		try {
			await api.restoreGraphic(graphic.id);
			this.removed = undefined;
			this.selected = graphic.id;
		} catch (error) {
			this.#desk.notices.say(explain(error));
		}
	}

	#chosen(id: string | undefined): Graphic | undefined {
		const graphic = this.graphics.all.find((one) => one.id === id);
		if (!graphic) this.#desk.notices.say(m.graphic_choose());
		return graphic;
	}
}

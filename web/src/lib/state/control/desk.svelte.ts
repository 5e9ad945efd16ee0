// The control room: what the crew sees, and what it does.
import { api } from '#lib/api/client.ts';
import type { Caption, Crew, Item, MediaGrant, NewItem, Scene, Source, State, Transition } from '#lib/api/types.ts';
import { LiveDocument } from '#lib/media/document.svelte.ts';
import { Player } from '#lib/media/play/player.svelte.ts';
import { Session } from '#lib/media/session.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { Notices } from '../notices.svelte.ts';
import { Optimism, type Expectation } from '../optimism.ts';
import { assemble, PLACES, sourcesOf, type Layout } from '../scene.ts';
import { explain } from '../words.ts';

/** Steps that can be undone. */
const MOST_UNDO = 50;
/** How often forgotten overlays are looked for, in ms. */
const EXPIRE_MS = 500;

interface Undo {
	label: string;
	run: () => Promise<unknown>;
}

export class Desk {
	readonly session: Session;
	readonly notices = new Notices();
	/** The crew's document, with what was just asked for laid over it. */
	crew = $state.raw<Crew>();
	state = $state.raw<State>();
	programme = $state.raw<Player>();
	preview = $state.raw<Player>();
	/** How a take comes on air. */
	transition = $state<Transition['kind']>('cut');
	mix_ms = $state(1_000);
	/** The scene that is being put together while sources are still missing. */
	draft = $state.raw<{ layout: Layout; slots: (string | undefined)[]; at: number }>();
	/** The text of the name graphic as it would come on. */
	caption = $state<Caption>({ name: '', title: '' });
	/** The item that is selected in the rundown. */
	selected = $state<string>();
	undoable = $state.raw<Undo[]>([]);

	readonly #optimism = new Optimism();
	readonly #timer: ReturnType<typeof setInterval>;
	#documents: { crew: LiveDocument<Crew>; state: LiveDocument<State> } | undefined;
	#confirmed: Crew | undefined;
	#captionFor = '';

	constructor() {
		this.session = new Session(
			() => api.media('producer'),
			(grant) => this.#granted(grant)
		);
		this.#timer = setInterval(() => {
			this.#optimism.expire(performance.now());
			this.#show();
		}, EXPIRE_MS);
	}

	close(): void {
		clearInterval(this.#timer);
		this.#documents?.crew.close();
		this.#documents?.state.close();
		this.programme?.close();
		this.preview?.close();
		this.notices.close();
		this.session.close();
	}

	/** Browsers start sound with a click or a key: the first one does, so that the meter moves. */
	async wake(): Promise<void> {
		if (this.programme?.blocked) await this.programme.resume();
	}

	/** What the sources can be chosen from, in the order of their keys. */
	get choosable(): Source[] {
		return (this.crew?.sources ?? []).filter((source) => source.admission === null || source.admission === 'admitted');
	}

	get waiting(): Source[] {
		return (this.crew?.sources ?? []).filter((source) => source.admission === 'waiting' && source.state !== 'offline');
	}

	source(id: string | undefined): Source | undefined {
		return this.crew?.sources.find((source) => source.id === id);
	}

	/** Where a source stands on the desk. */
	tally(id: string): 'air' | 'ready' | 'off' {
		if (this.crew && sourcesOf(this.crew.programme).includes(id)) return 'air';
		return this.crew && sourcesOf(this.crew.preview).includes(id) ? 'ready' : 'off';
	}

	// On air.

	take(kind: Transition['kind'] = this.transition): void {
		const crew = this.crew;
		if (!crew) return;
		const transition: Transition = kind === 'cut' ? { kind } : { kind, duration_ms: this.mix_ms };
		this.draft = undefined;
		void this.#direct({ programme: crew.preview }, () => api.take(transition));
	}

	show(scene: Scene): void {
		void this.#direct({ preview: scene }, () => api.preview(scene));
	}

	/** Puts a layout into preview, with the sources that are there, or waits for them to be chosen. */
	arrange(layout: Layout): void {
		const have = this.crew ? sourcesOf(this.crew.preview) : [];
		const slots = Array.from({ length: PLACES[layout] }, (_, place) => have[place]);
		const missing = slots.findIndex((slot) => slot === undefined);
		this.draft = layout === 'slate' ? undefined : { layout, slots, at: missing < 0 ? 0 : missing };
		const scene = assemble(layout, slots);
		if (scene) this.show(scene);
	}

	/** Which place of the scene the next chosen source fills. */
	point(at: number): void {
		const layout = this.layout;
		this.draft = { layout, slots: this.slots, at };
	}

	/** Puts a source into the scene in preview. */
	choose(source: string): void {
		const draft = this.draft;
		if (!draft || PLACES[draft.layout] < 2) {
			this.draft = undefined;
			return this.show({ layout: 'full', source });
		}
		const slots = draft.slots.map((slot, place) => (place === draft.at ? source : slot === source ? undefined : slot));
		const missing = slots.findIndex((slot) => slot === undefined);
		this.draft = { ...draft, slots, at: missing < 0 ? (draft.at + 1) % slots.length : missing };
		const scene = assemble(draft.layout, slots);
		if (scene) this.show(scene);
	}

	get layout(): Layout {
		return this.draft?.layout ?? this.crew?.preview.layout ?? 'slate';
	}

	get slots(): (string | undefined)[] {
		return this.draft?.slots ?? (this.crew ? sourcesOf(this.crew.preview) : []);
	}

	toggleCaption(): void {
		const crew = this.crew;
		if (!crew) return;
		if (crew.caption) return void this.#direct({ caption: null }, () => api.caption(null));
		this.#captionOn();
	}

	/** Shows the text as it stands, also while another is on. */
	updateCaption(): void {
		if (this.crew?.caption) this.#captionOn();
	}

	/** Takes the text from the first source of the scene on air, or in preview. */
	fillCaption(scene: Scene | undefined = this.crew?.programme): void {
		const source = this.source(scene && sourcesOf(scene)[0]);
		if (source) this.caption = { name: source.name, title: source.title };
	}

	#captionOn(): void {
		const caption = { name: this.caption.name.trim(), title: this.caption.title.trim() };
		if (caption.name === '') return this.notices.say(m.caption_empty());
		void this.#direct({ caption }, () => api.caption(caption));
	}

	// The rundown.

	next(): void {
		const { crew } = this;
		if (!crew) return;
		const item = crew.rundown.items.find((one) => one.id === crew.rundown.next);
		if (!item) return this.notices.say(m.rundown_end());
		void this.#direct(this.#onAir(item), api.next);
	}

	back(): void {
		const items = this.crew?.rundown.items ?? [];
		const item = items[items.findIndex((one) => one.id === this.crew?.rundown.current) - 1];
		if (!item) return this.notices.say(m.rundown_start());
		void this.#direct({ ...this.#onAir(item), running: false }, api.back);
	}

	jump(id: string): void {
		const item = this.crew?.rundown.items.find((one) => one.id === id);
		if (item) void this.#direct({ ...this.#onAir(item), running: false }, () => api.jump(id));
	}

	run(running: boolean): void {
		void this.#direct({ running }, () => api.run(running));
	}

	async addItem(item: NewItem): Promise<boolean> {
		const added = await this.#plan(undefined, () => api.addItem(item));
		if (added) this.#undo(m.undo_add({ title: item.title }), () => api.removeItem(added.id));
		return added !== undefined;
	}

	async changeItem(item: Item): Promise<boolean> {
		const before = this.crew?.rundown.items.find((one) => one.id === item.id);
		const { id, ...change } = item;
		const changed = await this.#plan({ items: (items) => items.map((one) => (one.id === id ? item : one)) }, () =>
			api.changeItem(id, change)
		);
		if (changed && before) {
			const { id: _, ...old } = before;
			this.#undo(m.undo_edit({ title: before.title }), () => api.changeItem(id, old));
		}
		return changed !== undefined;
	}

	async moveItem(id: string, by: number): Promise<void> {
		const items = this.crew?.rundown.items ?? [];
		const from = items.findIndex((one) => one.id === id);
		const to = from + by;
		const item = items[from];
		if (!item || to < 0 || to >= items.length) return;
		const moved = await this.#plan({ items: (list) => shift(list, from, to) }, async () => {
			await api.moveItem(id, to);
			return true;
		});
		if (moved) this.#undo(m.undo_move({ title: item.title }), () => api.moveItem(id, from));
	}

	async removeItem(id: string): Promise<void> {
		const place = this.crew?.rundown.items.findIndex((one) => one.id === id) ?? -1;
		const item = this.crew?.rundown.items[place];
		if (!item) return;
		const removed = await this.#plan({ items: (list) => list.filter((one) => one.id !== id) }, async () => {
			await api.removeItem(id);
			return true;
		});
		const { id: _, ...same } = item;
		if (removed) this.#undo(m.undo_remove({ title: item.title }), () => api.addItem({ ...same, place }));
	}

	async undo(): Promise<void> {
		const last = this.undoable.at(-1);
		if (!last) return;
		this.undoable = this.undoable.slice(0, -1);
		try {
			await last.run();
		} catch (error) {
			this.notices.say(explain(error));
		}
	}

	// Locations.

	admit(source: Source, to: 'admitted' | 'refused' | 'waiting'): void {
		const id = source.id.split('/')[1] ?? '';
		void this.#direct({ admission: { source: source.id, to } }, () => api.admit(id, to));
	}

	async open(open: boolean): Promise<void> {
		const before = this.state;
		if (before) this.state = { ...before, open };
		try {
			await api.changeSummit({ open });
		} catch (error) {
			this.state = before;
			this.notices.say(explain(error));
		}
	}

	#onAir(item: Item): Expectation {
		return { programme: item.scene, caption: item.caption, current: item.id };
	}

	#undo(label: string, run: () => Promise<unknown>): void {
		this.undoable = [...this.undoable, { label, run }].slice(-MOST_UNDO);
	}

	/** Shows what is expected at once, asks the server, and corrects the screen if it says no. */
	async #plan<T>(expect: Expectation | undefined, ask: () => Promise<T>): Promise<T | undefined> {
		const id = this.#optimism.expect(expect ?? {});
		this.#show();
		try {
			const answer = await ask();
			this.#optimism.agreed(id, performance.now());
			return answer;
		} catch (error) {
			this.#optimism.refused(id);
			this.#show();
			this.notices.say(explain(error));
			return undefined;
		}
	}

	async #direct(expect: Expectation, ask: () => Promise<unknown>): Promise<void> {
		await this.#plan(expect, ask);
	}

	#granted(grant: MediaGrant): void {
		if (this.#documents || !grant.crew) return;
		this.#documents = {
			crew: new LiveDocument<Crew>(this.session, grant.crew, 'crew.json', (crew) => {
				this.#confirmed = crew;
				this.#optimism.document(performance.now());
				this.#show();
			}),
			state: new LiveDocument<State>(this.session, grant.state, 'state.json', (state) => (this.state = state))
		};
		this.programme = new Player(this.session, grant.programme, { video: true, audio: true });
		this.programme.volume = 0;
		if (grant.preview) this.preview = new Player(this.session, grant.preview, { video: true, audio: false });
	}

	#show(): void {
		if (!this.#confirmed) return;
		const crew = this.#optimism.apply(this.#confirmed);
		this.crew = crew;
		// The text of the graphic follows the preview, until somebody writes their own.
		const first = sourcesOf(crew.preview)[0] ?? '';
		const written = this.caption.name !== '' && this.caption.name !== this.source(this.#captionFor)?.name;
		if (crew.caption && this.caption.name === '') this.caption = { ...crew.caption };
		else if (first !== this.#captionFor && !crew.caption && !written) {
			this.#captionFor = first;
			this.fillCaption(crew.preview);
		}
	}
}

function shift<T>(list: readonly T[], from: number, to: number): T[] {
	const moved = list.toSpliced(from, 1);
	const [item] = list.slice(from, from + 1);
	return item === undefined ? moved : moved.toSpliced(to, 0, item);
}

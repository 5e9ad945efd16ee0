// The control room: what the crew sees, and what it does.
import { api } from '#lib/api/client.ts';
import type {
	Caption,
	Crew,
	Item,
	MediaGrant,
	NewItem,
	Plan,
	Scene,
	Source,
	State,
	Transition
} from '#lib/api/types.ts';
import { LiveDocument } from '#lib/media/document.svelte.ts';
import { Player } from '#lib/media/play/player.svelte.ts';
import { Session } from '#lib/media/session.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { Notices } from '../notices.svelte.ts';
import { Optimism } from '../optimism.ts';
import { difference, edited, moved, removed } from '../plan.ts';
import { arranged, assemble, formOf, roomIn, sourcesOf, type Form } from '../scene.ts';
import { TransitionChoice } from '../transition.svelte.ts';
import { explain } from '../words.ts';
import { overlay, type Expectation } from './expectation.ts';
import { FloorDesk } from './floor.svelte.ts';
import { GraphicsDesk } from './graphics.svelte.ts';
import { Previews } from './previews.svelte.ts';
import { TalkDesk } from './talk.svelte.ts';
import { SoundRoom } from './sound.svelte.ts';
import { StageChoice } from './stages.svelte.ts';

/** How often forgotten overlays are looked for, in ms. */
const EXPIRE_MS = 500;

export class Desk {
	readonly session: Session;
	readonly notices = new Notices();
	/** The list of speakers. */
	readonly floor = new FloorDesk(this);
	/** The graphics over the picture. */
	readonly graphics = new GraphicsDesk(this);
	/** Talkback and test calls. */
	readonly talk = new TalkDesk(this);
	/** Live previews of people who wait. */
	readonly previews = new Previews(this);
	/** The sound desk. */
	readonly sound = new SoundRoom(this);
	/** Which stage this is. */
	readonly stages: StageChoice;
	/** The crew's document, with what was just asked for laid over it. */
	crew = $state.raw<Crew>();
	/** The plan, likewise. */
	plan = $state.raw<Plan>();
	state = $state.raw<State>();
	programme = $state.raw<Player>();
	preview = $state.raw<Player>();
	/** How a take comes on air. */
	readonly how = new TransitionChoice();
	/** The scene that is being put together while sources are still missing. */
	draft = $state.raw<{ form: Form; slots: (string | undefined)[]; at: number }>();
	/** The text of the name graphic as it would come on. */
	caption = $state<Caption>({ name: '', title: '' });
	/** The item that is selected in the rundown. */
	selected = $state<string>();

	readonly #optimism = new Optimism<Crew>();
	readonly #planned = new Optimism<Plan>();
	readonly #timer: ReturnType<typeof setInterval>;
	#documents: LiveDocument<unknown>[] = [];
	#confirmed: Crew | undefined;
	#confirmedPlan: Plan | undefined;
	#captionFor = '';
	readonly #monitors: boolean;

	/** Without monitors it shows no pictures: a page that plans needs none. `stage` is the one to direct. */
	constructor({ monitors = true, stage }: { monitors?: boolean; stage?: string | null } = {}) {
		this.#monitors = monitors;
		this.stages = new StageChoice(this, stage ?? undefined);
		this.session = new Session(
			() => api.media('producer'),
			(grant) => this.#granted(grant)
		);
		this.#timer = setInterval(() => {
			this.#optimism.expire(performance.now());
			this.#planned.expire(performance.now());
			this.#show();
		}, EXPIRE_MS);
	}

	close(): void {
		clearInterval(this.#timer);
		for (const document of this.#documents) document.close();
		this.talk.close();
		this.previews.close();
		this.programme?.close();
		this.preview?.close();
		this.notices.close();
		this.session.close();
		this.stages.close();
	}

	/** Browsers start sound with a click or a key: the first one does, so that the meter moves. */
	async wake(): Promise<void> {
		if (this.programme?.blocked) await this.programme.resume();
		await this.talk.wake();
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

	take(kind: Transition['kind'] = this.how.kind): void {
		const crew = this.crew;
		if (!crew) return;
		const transition = this.how.of(kind);
		if (!transition) return this.notices.say(m.stinger_none());
		this.draft = undefined;
		void this.direct({ programme: crew.preview }, () => api.take(transition));
	}

	/** The slate at once, whatever is prepared. */
	slateNow(): void {
		this.draft = undefined;
		void this.direct({ programme: { layout: 'slate' }, caption: null, running: false }, api.slateNow);
	}

	/** Brings back what was on air before the last take. */
	untake(): void {
		void this.direct({ running: false }, api.untake);
	}

	/** Holds the programme back on its way to the audience. */
	delay(delay_ms: number): void {
		void this.direct({ delay_ms }, () => api.delay(delay_ms));
	}

	/** Throws away what the audience has not seen yet; the slate where nothing is held back. */
	dump(): void {
		const held = (this.crew?.air.delay_ms ?? 0) > 0;
		void this.direct(held ? {} : { programme: { layout: 'slate' }, caption: null }, () => api.dump());
	}

	/** Lets recorded backups take over by themselves, or not. */
	arm(armed: boolean): void {
		void this.direct({ armed }, () => api.arm(armed));
	}

	show(scene: Scene): void {
		void this.direct({ preview: scene }, () => api.preview(scene));
	}

	/** Puts a layout into preview, with the sources that are there, or waits for them to be chosen. */
	arrange(form: Form): void {
		const have = this.crew ? sourcesOf(this.crew.preview) : [];
		const slots = Array.from({ length: roomIn(form) }, (_, place) => have[place]);
		const missing = slots.findIndex((slot) => slot === undefined);
		this.draft = form.layout === 'slate' ? undefined : { form, slots, at: missing < 0 ? 0 : missing };
		const scene = assemble(form, slots);
		if (scene) this.show(scene);
	}

	/** Which place of the scene the next chosen source fills. */
	point(at: number): void {
		this.draft = { form: this.form, slots: this.slots, at };
	}

	/** Puts a source into the scene in preview. */
	choose(source: string): void {
		const draft = this.draft;
		if (!draft || roomIn(draft.form) < 2) {
			this.draft = undefined;
			return this.show({ layout: 'full', source });
		}
		const slots = draft.slots.map((slot, place) => (place === draft.at ? source : slot === source ? undefined : slot));
		const missing = slots.findIndex((slot) => slot === undefined);
		this.draft = { ...draft, slots, at: missing < 0 ? (draft.at + 1) % slots.length : missing };
		const scene = assemble(draft.form, slots);
		if (scene) this.show(scene);
	}

	/** What is being put together: the draft's form, or that of the scene in preview. */
	get form(): Form {
		return this.draft?.form ?? (this.crew ? formOf(this.crew.preview) : { layout: 'slate' });
	}

	/** Puts an arrangement of the list into preview, counted from 0. */
	arrangeNumber(at: number): void {
		const arrangement = this.crew?.arrangements[at];
		if (arrangement) this.arrange(arranged(arrangement));
	}

	get slots(): (string | undefined)[] {
		return this.draft?.slots ?? (this.crew ? sourcesOf(this.crew.preview) : []);
	}

	toggleCaption(): void {
		const crew = this.crew;
		if (!crew) return;
		if (crew.caption) return void this.direct({ caption: null }, () => api.caption(null));
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
		void this.direct({ caption }, () => api.caption(caption));
	}

	// The rundown.

	/** An item of the plan. */
	item(id: string | null | undefined): Item | undefined {
		return id ? this.plan?.items[id] : undefined;
	}

	/** An item as the server has it, without what was just asked for. */
	confirmed(id: string | undefined): Item | undefined {
		return id ? this.#confirmedPlan?.items[id] : undefined;
	}

	next(): void {
		const item = this.item(this.crew?.rundown.next);
		if (!item) return this.notices.say(m.rundown_end());
		void this.direct(this.#onAir(item), api.next);
	}

	back(): void {
		const order = this.plan?.order ?? [];
		const item = this.item(order[order.indexOf(this.crew?.rundown.current ?? '') - 1]);
		if (!item) return this.notices.say(m.rundown_start());
		void this.direct({ ...this.#onAir(item), running: false }, api.back);
	}

	jump(id: string): void {
		const item = this.item(id);
		if (item) void this.direct({ ...this.#onAir(item), running: false }, () => api.jump(id));
	}

	run(running: boolean): void {
		void this.direct({ running }, () => api.run(running));
	}

	async addItem(item: NewItem): Promise<boolean> {
		return (
			(await this.#change(
				(plan) => plan,
				() => api.addItem(item)
			)) !== undefined
		);
	}

	/** Saves another version of an item: only what `after` changes of `before`, so that others' changes stay. */
	async changeItem(before: Item, after: Item): Promise<boolean> {
		const change = difference(before, after);
		if (!change) return true;
		const changed = await this.#change(
			(plan) => edited(plan, before.id, change.set),
			() => api.changeItem(before.id, change)
		);
		return changed !== undefined;
	}

	/** Moves an item by so many places. */
	async moveItem(id: string, by: number): Promise<void> {
		const order = this.plan?.order ?? [];
		if (order.includes(id)) await this.placeItem(id, order.indexOf(id) + by);
	}

	/** Moves an item so that it stands at a place afterwards. */
	async placeItem(id: string, to: number): Promise<void> {
		const order = this.plan?.order ?? [];
		if (to < 0 || to >= order.length || order[to] === id) return;
		await this.#change(
			(plan) => moved(plan, id, to),
			() => api.moveItem(id, to)
		);
	}

	async removeItem(id: string): Promise<void> {
		await this.#change(
			(plan) => removed(plan, id),
			() => api.removeItem(id)
		);
	}

	/** Takes back what this producer changed last. */
	async undo(): Promise<void> {
		await this.#change((plan) => plan, api.undoLast);
	}

	/** Takes back what this producer changed last of the rooms. */
	async undoRooms(): Promise<void> {
		await this.ask(api.undoRooms);
	}

	/** Asks the server for something that shows when its document comes. */
	async ask(ask: () => Promise<unknown>): Promise<boolean> {
		try {
			await ask();
			return true;
		} catch (error) {
			this.notices.say(explain(error));
			return false;
		}
	}

	// Locations.

	admit(source: Source, to: 'admitted' | 'refused' | 'waiting'): void {
		const id = source.id.split('/')[1] ?? '';
		void this.direct({ admission: { source: source.id, to } }, () => api.admit(id, to));
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
		const order = this.plan?.order ?? [];
		const current = { id: item.id, next: order[order.indexOf(item.id) + 1] };
		return { programme: item.scene, caption: item.caption ?? null, current };
	}

	/** Shows what a command is expected to change at once, and asks the server. */
	async direct(expect: Expectation, ask: () => Promise<unknown>): Promise<void> {
		await this.#ask(this.#optimism, (crew) => overlay(crew, expect), ask);
	}

	async #change<T>(expect: (plan: Plan) => Plan, ask: () => Promise<T>): Promise<T | true | undefined> {
		return this.#ask(this.#planned, expect, async () => (await ask()) ?? true);
	}

	/** Shows what is expected at once, asks the server, and corrects the screen if it says no. */
	async #ask<Document, T>(
		optimism: Optimism<Document>,
		expect: (document: Document) => Document,
		ask: () => Promise<T>
	): Promise<T | undefined> {
		const id = optimism.expect(expect);
		this.#show();
		try {
			const answer = await ask();
			optimism.agreed(id, performance.now());
			return answer;
		} catch (error) {
			optimism.refused(id);
			this.#show();
			this.notices.say(explain(error));
			return undefined;
		}
	}

	#granted(grant: MediaGrant): void {
		if (this.#documents.length > 0 || !grant.crew) return;
		this.#documents = [
			new LiveDocument<Crew>(this.session, grant.crew, 'crew.json', (crew) => {
				this.#confirmed = named(crew);
				this.floor.heard(crew.at);
				if (this.#monitors) this.stages.follow(stagesOf(crew));
				this.#optimism.document(performance.now());
				this.#show();
				if (this.#monitors) this.talk.follow(crew.backstage, crew.sources);
			}),
			new LiveDocument<Plan>(this.session, grant.crew, 'plan.json', (plan) => {
				this.#confirmedPlan = plan;
				this.#planned.document(performance.now());
				this.#show();
			}),
			new LiveDocument<State>(this.session, grant.state, 'state.json', (state) => (this.state = state))
		];
		if (!this.#monitors) return;
		this.talk.ready();
		this.programme = new Player(this.session, grant.monitor ?? grant.programme, { video: true, audio: true });
		this.programme.volume = 0;
		if (grant.preview) this.preview = new Player(this.session, grant.preview, { video: true, audio: false });
	}

	#show(): void {
		if (this.#confirmedPlan) this.plan = this.#planned.apply(this.#confirmedPlan);
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

/** The names of the other stages, which change when one comes or goes. */
const stagesOf = (crew: Crew): string =>
	crew.sources
		.filter((one) => one.kind === 'stage')
		.map((one) => `${one.id} ${one.name}`)
		.join();

/** The crew's document with a name for the wall, which has none of its own. */
const named = (crew: Crew): Crew => ({
	...crew,
	sources: crew.sources.map((one) => (one.kind === 'wall' ? { ...one, name: m.source_wall() } : one))
});

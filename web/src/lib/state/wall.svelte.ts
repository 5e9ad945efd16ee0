// The wall: which page is shown, and its picture.
import { api } from '#lib/api/client.ts';
import type { MediaGrant, State, WallLayout } from '#lib/api/types.ts';
import { LiveDocument } from '#lib/media/document.svelte.ts';
import { Session } from '#lib/media/session.svelte.ts';
import { Stills } from '#lib/media/stills.svelte.ts';

/** How long a page stays when the server does not say, in ms. */
const PAGE_MS = 12_000;
/** How often the page is looked at, in ms. */
const TICK_MS = 250;

export class Wall {
	readonly session: Session;
	state = $state.raw<State>();
	layout = $state.raw<WallLayout>();
	/** The page that is shown, from 0. */
	page = $state(0);
	/** Whether pages turn by themselves. */
	turning = $state(true);
	/** The pictures of the pages that are shown or come next. */
	pages = $state.raw(new Map<number, Stills>());

	#documents: { close(): void }[] = [];
	#path = '';
	#turned_ms = performance.now();
	readonly #timer: ReturnType<typeof setInterval>;

	constructor() {
		this.session = new Session(
			() => api.media(),
			(grant) => this.#granted(grant)
		);
		this.#timer = setInterval(() => this.#tick(), TICK_MS);
	}

	get count(): number {
		return this.layout?.pages.length ?? 0;
	}

	/** Everybody on the wall. */
	get places(): number {
		return this.layout?.pages.reduce((sum, page) => sum + page.filter((cell) => cell !== null).length, 0) ?? 0;
	}

	turn(by: number): void {
		if (this.count === 0) return;
		this.page = (this.page + by + this.count) % this.count;
		this.#turned_ms = performance.now();
		this.#subscribe();
	}

	close(): void {
		clearInterval(this.#timer);
		for (const document of this.#documents) document.close();
		for (const still of this.pages.values()) still.close();
		this.session.close();
	}

	#granted(grant: MediaGrant): void {
		if (this.#documents.length > 0) return;
		this.#path = grant.wall;
		this.#documents = [
			new LiveDocument<WallLayout>(this.session, grant.wall, 'layout.json', (layout) => {
				this.layout = layout;
				if (this.page >= layout.pages.length) this.page = 0;
				this.#subscribe();
			}),
			new LiveDocument<State>(this.session, grant.state, 'state.json', (state) => (this.state = state))
		];
	}

	#tick(): void {
		const page_ms = this.layout?.page_ms ?? PAGE_MS;
		if (!this.turning || this.count < 2) return;
		const next = this.pages.get((this.page + 1) % this.count);
		// A page that has no picture yet is waited for: nobody wants to see an empty one.
		if (performance.now() - this.#turned_ms >= page_ms && next?.picture) this.turn(1);
	}

	/** Reads the page that is shown, the one before it (it is still rolling out) and the next. */
	#subscribe(): void {
		const wanted = new Set<number>();
		for (const by of [-1, 0, 1]) if (this.count > 0) wanted.add((this.page + by + this.count) % this.count);
		const pages = new Map<number, Stills>();
		for (const page of wanted)
			pages.set(page, this.pages.get(page) ?? new Stills(this.session, this.#path, `page/${page}`));
		for (const [page, still] of this.pages) if (!wanted.has(page)) still.close();
		this.pages = pages;
	}
}

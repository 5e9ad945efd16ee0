// A guest's room: speaker or location. First the check, then the room.
import { api, ApiError } from '#lib/api/client.ts';
import type { Cue, FloorCategory, Hand, Me, MediaGrant, ReturnPicture, State } from '#lib/api/types.ts';
import { LiveDocument } from '#lib/media/document.svelte.ts';
import { Player } from '#lib/media/play/player.svelte.ts';
import { Publisher } from '#lib/media/publish/publisher.svelte.ts';
import { Session } from '#lib/media/session.svelte.ts';
import { Devices } from './devices.svelte.ts';
import { Returns } from './returns.svelte.ts';
import { Talkback } from './talkback.svelte.ts';
import { explain } from './words.ts';

/** A speaker's tile changes each second, a location's each 4 s. */
const TILE_MS = { speaker: 1_000, location: 4_000 } as const;

/** Where a guest stands on this page. */
export type Step = 'loading' | 'stranger' | 'check' | 'room' | 'removed';

export class GuestRoom {
	readonly kind: 'speaker' | 'location';
	readonly devices = new Devices();
	step = $state<Step>('loading');
	me = $state.raw<Me>();
	state = $state.raw<State>();
	cue = $state.raw<Cue>();
	session = $state.raw<Session>();
	/** The programme's picture; for a location also its sound. */
	programme = $state.raw<Player>();
	/** What a speaker hears: the programme, without their own voice while they are on air. */
	ear = $state.raw<Player>();
	publisher = $state.raw<Publisher>();
	/** What is said behind the scenes. */
	talkback = $state.raw<Talkback>();
	/** The picture beside their own. */
	readonly returns = new Returns();
	volume = $state(1);
	/** Why the floor was refused; empty when it was not. */
	refusal = $state('');

	#documents: LiveDocument<State | Cue>[] = [];
	#earPath = '';
	#grant: MediaGrant | undefined;
	/** How far this machine's clock is ahead of the server's, in ms. */
	#skew_ms = $state(0);

	constructor(kind: 'speaker' | 'location') {
		this.kind = kind;
		void this.#load();
	}

	/** Opens camera and microphone; from the page's first button. */
	async check(): Promise<void> {
		await this.devices.open();
	}

	/** Goes from the check into the room and starts to send. */
	enter(): void {
		if (!this.session || !this.devices.stream) return;
		this.publisher ??= new Publisher(this.session, TILE_MS[this.kind]);
		this.publisher.use(this.devices.stream);
		this.publisher.about = () => this.devices.about();
		this.talkback ??= new Talkback(this.session, this.kind, this.devices, () => this.#loudness());
		if (this.#grant) this.talkback.granted(this.#grant);
		if (this.cue) this.talkback.cued(this.cue.backstage, this.cue.state === 'on_air');
		this.step = 'room';
		// Without an answer the clock is read by this machine's time.
		void this.#ask(() => api.hand(this.kind)).catch(() => undefined);
		this.#watch();
	}

	/** Back to the check, while the crew keeps the picture. */
	leaveRoom(): void {
		this.step = 'check';
	}

	/** The camera or microphone changed while in the room. */
	changed(): void {
		if (this.devices.stream && this.publisher) this.publisher.use(this.devices.stream);
	}

	/** Asks for the floor. */
	async ask(category: FloorCategory): Promise<void> {
		await this.#press(() => api.raiseHand(this.kind, category));
	}

	/** Does not want the floor after all. */
	async withdraw(): Promise<void> {
		await this.#press(() => api.lowerHand(this.kind));
	}

	/** The server's time at a moment of this machine's, in ms. */
	serverTime(ms: number): number {
		return ms - this.#skew_ms;
	}

	/** How loud this page is, from 0 to 1. */
	setVolume(volume: number): void {
		this.volume = volume;
		this.#loudness();
	}

	/** Sees another picture from now on; it is remembered. */
	async choosePicture(picture: ReturnPicture): Promise<void> {
		this.refusal = '';
		try {
			await api.choosePicture(this.kind, picture);
		} catch (error) {
			this.refusal = explain(error);
		}
	}

	async hear(): Promise<void> {
		await Promise.all([this.ear?.resume(), this.programme?.resume(), this.talkback?.resume()]);
	}

	close(): void {
		for (const document of this.#documents) document.close();
		this.talkback?.close();
		this.publisher?.close();
		this.programme?.close();
		this.returns.close();
		this.ear?.close();
		this.session?.close();
		this.devices.close();
	}

	async #load(): Promise<void> {
		try {
			this.me = await api.me(this.kind);
		} catch (error) {
			// Without the server nothing is known; a refusal means that the link was never opened here.
			if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) {
				setTimeout(() => void this.#load(), 2_000);
				return;
			}
		}
		if (this.me?.role !== this.kind) {
			this.step = 'stranger';
			return;
		}
		this.session = new Session(
			() => api.media(this.kind),
			(grant) => this.#granted(grant)
		);
		this.step = 'check';
	}

	async #press(ask: () => Promise<Hand>): Promise<void> {
		this.refusal = '';
		try {
			await this.#ask(ask);
		} catch (error) {
			this.refusal = explain(error);
		}
	}

	/** Asks the server about the floor. The answer is shown before the cue comes, which says the same. */
	async #ask(ask: () => Promise<Hand>): Promise<void> {
		const asked_at = Date.now();
		const { floor, now } = await ask();
		this.#skew_ms = (asked_at + Date.now()) / 2 - now;
		if (this.cue) this.cue = { ...this.cue, floor: floor ?? null };
	}

	#granted(grant: MediaGrant): void {
		this.#grant = grant;
		this.talkback?.granted(grant);
		if (this.#documents.length > 0 || !this.session) return;
		this.#documents = [
			new LiveDocument<State | Cue>(this.session, grant.state, 'state.json', (state) => (this.state = state as State))
		];
		if (grant.cue)
			this.#documents.push(
				new LiveDocument<State | Cue>(this.session, grant.cue, 'cue.json', (cue) => this.#cued(cue as Cue))
			);
		if (this.step === 'room') this.#watch();
	}

	#watch(): void {
		if (!this.session || !this.#grant) return;
		const sound = this.kind === 'location';
		this.programme ??= new Player(this.session, this.#grant.programme, {
			video: true,
			audio: sound,
			tallest: sound ? undefined : 360
		});
		if (!sound) this.#listen();
		if (this.cue) this.returns.cued(this.session, this.cue);
		this.#loudness();
	}

	/** The programme makes room for whoever speaks to the guest. */
	#loudness(): void {
		const volume = this.volume * (this.talkback?.programme ?? 1);
		if (this.ear) this.ear.volume = volume;
		if (this.kind === 'location' && this.programme) this.programme.volume = volume;
	}

	#cued(cue: Cue): void {
		this.cue = cue;
		if (cue.state === 'removed') {
			this.step = 'removed';
			this.talkback?.close();
			this.talkback = undefined;
			this.publisher?.close();
			this.publisher = undefined;
			this.devices.close();
			return;
		}
		this.talkback?.cued(cue.backstage, cue.state === 'on_air');
		if (this.step === 'room' && this.kind === 'speaker') this.#listen();
		if (this.step === 'room' && this.session) this.returns.cued(this.session, cue);
	}

	/** Whoever is on air hears the return, everybody else the programme. */
	#listen(): void {
		if (!this.session || !this.#grant) return;
		const path = this.cue?.return_broadcast ?? this.#grant.programme;
		if (path === this.#earPath) return;
		this.#earPath = path;
		this.ear?.close();
		this.ear = new Player(this.session, path, { video: false, audio: true });
		this.#loudness();
	}
}

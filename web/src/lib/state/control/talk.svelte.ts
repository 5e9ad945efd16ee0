// Talkback at the crew's desk: to whom they speak, who speaks to them, and test calls.
import { api } from '#lib/api/client.ts';
import type { Backstage, Source, TalkTarget } from '#lib/api/types.ts';
import { Player } from '#lib/media/play/player.svelte.ts';
import { Voice } from '#lib/media/publish/voice.ts';
import { m } from '#lib/paraglide/messages.js';
import { explain } from '../words.ts';
import type { Desk } from './desk.svelte.ts';

/** How long somebody is heard after their last word, in ms: what waits in the buffer comes to its end. */
const TAIL_MS = 600;
/** People who are heard without a delay because they spoke before. */
const REMEMBERED = 6;

type Held = 'target' | 'crew';

export class TalkDesk {
	/** Whom the key speaks to. */
	target = $state.raw<TalkTarget>({ kind: 'all' });
	/** To whom this desk speaks now. */
	speaking = $state.raw<TalkTarget>();
	/** Whether it goes on without a key. */
	latched = $state(false);
	/** Whether the browser gives no microphone. */
	denied = $state(false);
	/** The other end of a test call. */
	call = $state.raw<{ person: string; player: Player }>();
	/** This desk's own picture on a call. */
	own = $state.raw<MediaStream>();

	readonly #desk: Desk;
	#voice: Voice | undefined;
	#microphone: MediaStream | undefined;
	#held: Held | undefined;
	#ears = new Map<string, { player: Player; silent_ms: number | undefined }>();
	#calling: string | undefined;
	#confirmed = false;
	#closed = false;

	constructor(desk: Desk) {
		this.#desk = desk;
	}

	get backstage(): Backstage | undefined {
		return this.#desk.crew?.backstage;
	}

	/** Who speaks to the crew now: guests, and others of the crew among themselves. */
	get heard(): Backstage['talks'] {
		return (this.backstage?.talks ?? []).filter((talk) => talk.to.kind === 'crew' && !this.#isOwn(talk.broadcast));
	}

	/** Chooses whom the key speaks to. Who is spoken to already, changes at once. */
	choose(target: TalkTarget): void {
		this.target = target;
		if (this.speaking && this.speaking.kind !== 'crew') void this.#begin(target);
	}

	/** A key is down: the desk speaks until it is up. */
	hold(what: Held): void {
		if (this.latched || this.#held) return;
		this.#held = what;
		void this.#begin(what === 'crew' ? { kind: 'crew' } : this.target);
	}

	/** A key is up, or the page is no longer in front. */
	lift(what?: Held): void {
		if (what && this.#held !== what) return;
		const held = this.#held !== undefined;
		this.#held = undefined;
		if (held && !this.latched) this.#end();
	}

	/** Speaks without a key, until it is pressed again. */
	latch(): void {
		this.latched = !this.latched;
		if (this.latched) void this.#begin(this.target);
		else this.#end();
	}

	/** Calls whoever is chosen, or ends the call. */
	toggleCall(): void {
		if (this.call || this.#calling) return this.hangUp();
		if (this.target.kind === 'person') void this.ring(this.target.person);
		else this.#desk.notices.say(m.talk_choose_person());
	}

	/** Calls a guest. */
	async ring(person: string): Promise<void> {
		if (this.call || this.#calling) return;
		this.#calling = person;
		try {
			this.own = await navigator.mediaDevices.getUserMedia({
				video: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } },
				audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
			});
			if (this.#calling !== person) return this.#stopCall();
			await api.call(person);
			this.#voice?.speak(this.own.getAudioTracks()[0]);
			this.#voice?.show(this.own.getVideoTracks()[0]);
		} catch (error) {
			this.#refused(error);
			this.#stopCall();
		}
	}

	/** Ends the call. */
	hangUp(): void {
		this.#stopCall();
		void api.hangUp().catch((error: unknown) => this.#desk.notices.say(explain(error)));
	}

	/** The server reads this desk's voice before the first word is said. */
	ready(): void {
		this.#voice ??= new Voice(this.#desk.session);
	}

	/** The crew's document came. */
	follow(backstage: Backstage, sources: Source[]): void {
		const now = performance.now();
		const heard = new Set(this.heard.map((talk) => talk.broadcast));
		for (const path of heard) {
			const ear = this.#ears.get(path);
			if (ear) ear.silent_ms = undefined;
			else {
				const player = new Player(this.#desk.session, path, { video: false, audio: true, talk: true });
				this.#ears.set(path, { player, silent_ms: undefined });
			}
			this.#ears.get(path)!.player.volume = 1;
		}
		for (const [path, ear] of this.#ears) {
			if (heard.has(path)) continue;
			ear.silent_ms ??= now;
			if (now - ear.silent_ms > TAIL_MS) ear.player.volume = 0;
			if (this.#ears.size > REMEMBERED && now - ear.silent_ms > TAIL_MS) {
				ear.player.close();
				this.#ears.delete(path);
			}
		}
		this.#followCall(backstage, sources);
		// The server ended it: they are on air, or the room is closed.
		const own = backstage.talks.find((talk) => this.#isOwn(talk.broadcast));
		if (!own && this.latched && this.speaking && this.#confirmed) this.latch();
		this.#confirmed = own !== undefined;
	}

	/** Starts sound; from the first click or key. */
	async wake(): Promise<void> {
		await Promise.all([...this.#ears.values()].map(({ player }) => player.blocked && player.resume()));
		if (this.call?.player.blocked) await this.call.player.resume();
	}

	close(): void {
		this.#closed = true;
		this.#end();
		this.#stopCall();
		for (const { player } of this.#ears.values()) player.close();
		this.#ears.clear();
		for (const track of this.#microphone?.getTracks() ?? []) track.stop();
		this.#voice?.close();
	}

	async #begin(to: TalkTarget): Promise<void> {
		this.speaking = to;
		try {
			this.#microphone ??= await navigator.mediaDevices.getUserMedia({
				audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
			});
			this.denied = false;
			// The key may be up by now.
			if (this.speaking !== to) return;
			if (!this.call) this.#voice?.speak(this.#microphone.getAudioTracks()[0]);
			await api.talk(to);
			if (this.speaking === undefined) await api.endTalk();
		} catch (error) {
			this.latched = false;
			this.#held = undefined;
			this.#refused(error);
			this.#end();
		}
	}

	#end(): void {
		if (!this.speaking) return;
		this.speaking = undefined;
		if (!this.call) this.#voice?.speak(undefined);
		void api.endTalk().catch((error: unknown) => !this.#closed && this.#desk.notices.say(explain(error)));
	}

	#refused(error: unknown): void {
		this.denied = error instanceof DOMException;
		this.#desk.notices.say(this.denied ? m.talk_no_microphone() : explain(error));
	}

	#isOwn(broadcast: string): boolean {
		return broadcast === this.#desk.session.grant?.voice;
	}

	#followCall(backstage: Backstage, sources: Source[]): void {
		const person = this.#calling;
		if (!person) return;
		const voice = this.#desk.session.grant?.voice ?? '';
		const there = backstage.calls.some((call) => call.person === person && voice.includes(`/crew/${call.crew}/`));
		const broadcast = sources.find((source) => source.id === person)?.broadcast;
		if (there && !this.call && broadcast) {
			const player = new Player(this.#desk.session, broadcast, { video: true, audio: true, talk: true });
			this.call = { person, player };
		} else if (!there && this.call) {
			this.#desk.notices.say(m.call_ended());
			this.#stopCall();
		}
	}

	#stopCall(): void {
		this.#calling = undefined;
		this.call?.player.close();
		this.call = undefined;
		this.#voice?.show(undefined);
		this.#voice?.speak(this.speaking ? this.#microphone?.getAudioTracks()[0] : undefined);
		for (const track of this.own?.getTracks() ?? []) track.stop();
		this.own = undefined;
	}
}

// A guest's end of what is said behind the scenes: they hear the crew over a lowered programme, talk back while a button
// is held, and are on test calls.
import { api, type MediaGrant } from '#lib/api/client.ts';
import type { OwnBackstage, Role } from '#lib/api/types.ts';
import { Player } from '#lib/media/play/player.svelte.ts';
import { Voice } from '#lib/media/publish/voice.ts';
import type { Session } from '#lib/media/session.svelte.ts';
import type { Devices } from './devices.svelte.ts';
import { explain } from './words.ts';

/** What is left of the programme while somebody speaks to the guest. */
export const DUCKED = 0.12;
/** How long the line stays open after the last word, in ms: what waits in the buffer is heard to its end. */
const TAIL_MS = 600;

export class Talkback {
	/** Whether the button is held. */
	holding = $state(false);
	/** Why the crew does not hear them; empty when it does. */
	refusal = $state('');
	/** Whether somebody speaks to them now, or did a moment ago. */
	spoken = $state(false);
	/** What they hear of the crew, and see on a call. */
	line = $state.raw<Player>();
	/** The name of whoever is on a test call with them. */
	call = $state<string>();

	readonly #session: Session;
	readonly #role: Role;
	readonly #devices: Devices;
	readonly #changed: () => void;
	readonly #voice: Voice;
	#grant: MediaGrant | undefined;
	#own: OwnBackstage | undefined;
	#microphone: MediaStreamTrack | undefined;
	#tail: ReturnType<typeof setTimeout> | undefined;
	#pictures = false;
	#by = '';

	/** `changed` hears when the programme has to be louder or softer. */
	constructor(session: Session, role: Role, devices: Devices, changed: () => void) {
		this.#session = session;
		this.#role = role;
		this.#devices = devices;
		this.#changed = changed;
		this.#voice = new Voice(session);
	}

	/** How loud the programme is to be, from 0 to 1. */
	get programme(): number {
		return this.call !== undefined ? 0 : this.spoken ? DUCKED : 1;
	}

	/** Listens to their own line from now on. */
	granted(grant: MediaGrant): void {
		this.#grant = grant;
		this.#listen();
	}

	/** What the server says about them. */
	cued(own: OwnBackstage, on_air: boolean): void {
		this.#own = own;
		this.call = own.call ?? undefined;
		const by = own.call ?? own.spoken_to_by ?? '';
		// Another one of the crew, with another clock.
		if (by !== '' && this.#by !== '' && by !== this.#by) this.line?.resync();
		if (by !== '') this.#by = by;
		clearTimeout(this.#tail);
		if (by !== '') this.#hear(true);
		else if (this.spoken) this.#tail = setTimeout(() => this.#hear(false), TAIL_MS);
		if (on_air && this.holding) this.release();
		this.#listen();
		this.#changed();
	}

	/** The button is held: the crew hears them, also with a microphone that is off for everybody else. */
	press(): void {
		if (this.holding) return;
		this.refusal = '';
		const microphone = this.#devices.stream?.getAudioTracks()[0]?.clone();
		if (!microphone) return;
		microphone.enabled = true;
		this.#microphone = microphone;
		this.holding = true;
		this.#voice.speak(microphone);
		api.talkBack(this.#role).catch((error: unknown) => {
			this.release();
			this.refusal = explain(error);
		});
	}

	release(): void {
		if (!this.holding) return;
		this.holding = false;
		this.#voice.speak(undefined);
		this.#microphone?.stop();
		this.#microphone = undefined;
		void api.endTalkBack(this.#role).catch(() => undefined);
	}

	/** Ends the test call. */
	hangUp(): void {
		this.call = undefined;
		this.#changed();
		void api.hangUpBack(this.#role).catch(() => undefined);
	}

	async resume(): Promise<void> {
		await this.line?.resume();
	}

	close(): void {
		clearTimeout(this.#tail);
		this.release();
		this.#voice.close();
		this.line?.close();
		this.line = undefined;
	}

	#hear(spoken: boolean): void {
		this.spoken = spoken;
		if (this.line) this.line.volume = spoken ? 1 : 0;
		this.#changed();
	}

	/** The line is read all the time, so that the first word is there; pictures come with a call. */
	#listen(): void {
		const path = this.#grant?.line;
		if (!path) return;
		const pictures = this.#own?.call != null;
		if (this.line && this.#pictures === pictures) return;
		this.#pictures = pictures;
		this.line?.close();
		this.line = new Player(this.#session, path, { video: pictures, audio: true, talk: true });
		this.line.volume = this.spoken ? 1 : 0;
	}
}

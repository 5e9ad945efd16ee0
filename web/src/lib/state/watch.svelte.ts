// What a viewer sees.
import { api } from '#lib/api/client.ts';
import type { MediaGrant, State } from '#lib/api/types.ts';
import { LiveDocument } from '#lib/media/document.svelte.ts';
import { Player } from '#lib/media/play/player.svelte.ts';
import { Session } from '#lib/media/session.svelte.ts';

/** Where the viewer's choice is kept. */
const READING = 'plenary.subtitles';

export class Watch {
	readonly session: Session;
	state = $state.raw<State>();
	player = $state.raw<Player>();
	/** Languages of subtitles that were there since the page was opened. */
	languages = $state.raw<string[]>([]);
	/** The language in which the viewer reads along; empty for none. */
	reading = $state(localStorage.getItem(READING) ?? '');
	/** What is read now. */
	readonly line = $derived(this.state?.on_air?.subtitles[this.reading] ?? '');
	#document: LiveDocument<State> | undefined;

	/** Of the main stage, or of another one. */
	constructor(stage?: string) {
		// Also in a browser that holds a link: whoever watches here is counted, and sees what the public sees.
		this.session = new Session(
			() => api.media('viewer', stage),
			(grant) => this.#granted(grant)
		);
	}

	close(): void {
		this.player?.close();
		this.#document?.close();
		this.session.close();
	}

	/** Reads along in a language, or no more. */
	read(language: string): void {
		this.reading = language;
		localStorage.setItem(READING, language);
	}

	#follow(state: State): void {
		this.state = state;
		const fresh = Object.keys(state.on_air?.subtitles ?? {}).filter((tag) => !this.languages.includes(tag));
		if (fresh.length > 0) this.languages = [...this.languages, ...fresh].sort();
	}

	#granted(grant: MediaGrant): void {
		if (this.player) return;
		this.player = new Player(this.session, grant.programme, { video: true, audio: true });
		this.#document = new LiveDocument<State>(this.session, grant.state, 'state.json', (state) => this.#follow(state));
	}
}

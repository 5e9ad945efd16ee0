// What a viewer sees.
import { api } from '#lib/api/client.ts';
import type { MediaGrant, State } from '#lib/api/types.ts';
import { LiveDocument } from '#lib/media/document.svelte.ts';
import { Player } from '#lib/media/play/player.svelte.ts';
import { Session } from '#lib/media/session.svelte.ts';

export class Watch {
	readonly session: Session;
	state = $state.raw<State>();
	player = $state.raw<Player>();
	#document: LiveDocument<State> | undefined;

	constructor() {
		// Also in a browser that holds a link: whoever watches here is counted, and sees what the public sees.
		this.session = new Session(
			() => api.media('viewer'),
			(grant) => this.#granted(grant)
		);
	}

	close(): void {
		this.player?.close();
		this.#document?.close();
		this.session.close();
	}

	#granted(grant: MediaGrant): void {
		if (this.player) return;
		this.player = new Player(this.session, grant.programme, { video: true, audio: true });
		this.#document = new LiveDocument<State>(this.session, grant.state, 'state.json', (state) => (this.state = state));
	}
}

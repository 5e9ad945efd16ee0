// The picture beside a guest's own: the programme, and while they are previewed or on air also the others or what comes
// next. What they chose is remembered by the server.
import type { Cue, ReturnPicture } from '#lib/api/types.ts';
import { Player } from '#lib/media/play/player.svelte.ts';
import type { Session } from '#lib/media/session.svelte.ts';

export class Returns {
	/** What is shown now. */
	shown = $state<ReturnPicture>('programme');
	/** What can be chosen now. */
	offered = $state.raw<ReturnPicture[]>(['programme']);
	/** The picture, when it is not the programme. */
	player = $state.raw<Player>();
	#path = '';

	/** The server says where the guest stands, and what they want to see. */
	cued(session: Session, cue: Cue): void {
		const path = cue.return_broadcast ?? '';
		const wanted = cue.backstage.picture;
		this.offered = path ? ['programme', 'guests', 'preview'] : ['programme'];
		const shown = path ? wanted : 'programme';
		if (shown === this.shown && path === this.#path) return;
		this.close();
		this.#path = path;
		this.shown = shown;
		if (shown === 'programme') return;
		this.player = new Player(session, path, { video: true, audio: false, only: shown });
	}

	close(): void {
		this.player?.close();
		this.player = undefined;
		this.#path = '';
		this.shown = 'programme';
	}
}

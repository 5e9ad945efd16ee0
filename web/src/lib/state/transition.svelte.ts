// How one scene gives way to the next, as it is chosen in a form or on the desk.
import type { Transition, WipeDirection } from '#lib/api/types.ts';

export class TransitionChoice {
	kind = $state<Transition['kind']>('cut');
	/** Of a mix or a wipe. */
	duration_ms = $state(1_000);
	direction = $state<WipeDirection>('right');
	/** The recording of a stinger, by its id alone. */
	clip = $state('');
	/** When the scenes are exchanged beneath it. */
	cut_ms = $state(500);

	constructor(given?: Transition) {
		if (!given) return;
		this.kind = given.kind;
		if (given.kind === 'mix' || given.kind === 'wipe') this.duration_ms = given.duration_ms;
		if (given.kind === 'wipe') this.direction = given.direction;
		if (given.kind === 'stinger') {
			this.clip = given.clip;
			this.cut_ms = given.cut_ms;
		}
	}

	/** The transition of a kind, with what was chosen for it; nothing while a stinger has no recording. */
	of(kind: Transition['kind'] = this.kind): Transition | undefined {
		const { duration_ms, direction, clip, cut_ms } = this;
		if (kind === 'mix') return { kind, duration_ms };
		if (kind === 'wipe') return { kind, direction, duration_ms };
		if (kind === 'stinger') return clip ? { kind, clip, cut_ms: Math.round(cut_ms) } : undefined;
		return { kind };
	}
}

// The sound desk at the crew's screen: what is shown of it, and what the crew does.
import { api } from '#lib/api/client.ts';
import type { SoundBedChange, SoundDesk, SoundSettings, SoundStrip, SoundStripChange, Source } from '#lib/api/types.ts';
import type { Desk } from './desk.svelte.ts';

/** A strip as it comes: what the server sends only when somebody changed it, or when it is heard. */
export const PLAIN: SoundSettings = {
	gain_db: 0,
	muted: false,
	on_air: 'picture',
	high_pass: 'off',
	gate: { on: false, threshold_db: -48, hysteresis_db: 6, attack_ms: 3, hold_ms: 250, release_ms: 200 },
	limiter: { on: true, ceiling_db: -1 }
};
export const GAIN_DB = [-60, 20] as const;

/** A strip with a change laid over it. */
export function changed(strip: SoundStrip, change: SoundStripChange): SoundStrip {
	const { solo, gate, limiter, ...rest } = change;
	const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value != null));
	const { settings } = strip;
	return {
		...strip,
		solo: solo ?? strip.solo,
		settings: {
			...settings,
			...known,
			gate: { ...settings.gate, ...gate } as SoundSettings['gate'],
			limiter: { ...settings.limiter, ...limiter } as SoundSettings['limiter']
		}
	};
}

export class SoundRoom {
	/** Whether the panel is there. */
	shown = $state(false);
	/** The source whose strip is selected. */
	selected = $state<string>();

	readonly #desk: Desk;

	constructor(desk: Desk) {
		this.#desk = desk;
	}

	get desk(): SoundDesk | undefined {
		return this.#desk.crew?.sound;
	}

	/** Sources that have sound and are there, or are set to something: those on air first, as the multiview has them. */
	get sources(): Source[] {
		const set = new Set(this.desk?.strips.map((strip) => strip.source));
		const there = this.#desk.choosable.filter(
			(source) =>
				source.kind !== 'wall' && (set.has(source.id) || (source.kind !== 'clip' && source.state !== 'offline'))
		);
		const rank = (source: Source) => ['air', 'ready', 'off'].indexOf(this.#desk.tally(source.id));
		return there.toSorted((one, other) => rank(one) - rank(other));
	}

	get soloed(): number {
		return this.desk?.strips.filter((strip) => strip.solo).length ?? 0;
	}

	strip(source: string): SoundStrip {
		return (
			this.desk?.strips.find((strip) => strip.source === source) ?? {
				source,
				settings: PLAIN,
				solo: false,
				peak_db: null,
				lufs: null,
				gate_open: true,
				reduction_db: 0
			}
		);
	}

	toggle(): void {
		this.shown = !this.shown;
	}

	/** Selects the strip so many places further. */
	select(by: number): void {
		const order = this.sources.map((source) => source.id);
		const at = order.indexOf(this.selected ?? '');
		this.selected = order[at < 0 ? 0 : Math.max(0, Math.min(order.length - 1, at + by))];
	}

	set(source: string, change: SoundStripChange): void {
		const next = changed(this.strip(source), change);
		void this.#desk.direct(
			{
				sound: (sound) => ({
					...sound,
					strips: sound.strips.some((strip) => strip.source === source)
						? sound.strips.map((strip) => (strip.source === source ? changed(strip, change) : strip))
						: [...sound.strips, next]
				})
			},
			() => api.changeStrip(source, change)
		);
	}

	gain(source: string, by: number): void {
		const gain_db = this.strip(source).settings.gain_db + by;
		this.set(source, { gain_db: Math.max(GAIN_DB[0], Math.min(GAIN_DB[1], Math.round(gain_db * 2) / 2)) });
	}

	bed(change: SoundBedChange): void {
		const { playing, level_db, duck } = change;
		const bed = (sound: SoundDesk) => {
			if (!sound.bed) return null;
			const depth_db = duck?.depth_db ?? sound.bed.duck.depth_db;
			return { ...sound.bed, level_db: level_db ?? sound.bed.level_db, duck: { ...sound.bed.duck, depth_db } };
		};
		void this.#desk.direct(
			{ sound: (sound) => ({ ...sound, bed: bed(sound), playing: playing ?? sound.playing }) },
			() => api.changeBed(change)
		);
	}

	resetLoudness(): void {
		void this.#desk.direct({}, api.resetLoudness);
	}
}

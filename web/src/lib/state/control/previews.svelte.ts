// The live previews of people who wait: which are asked for, which of them move, and what each of them plays.
import { SvelteMap } from 'svelte/reactivity';
import { Player } from '#lib/media/play/player.svelte.ts';
import type { Desk } from './desk.svelte.ts';
import { Economy } from './economy.ts';

/** Previews at a time: a green room of sixteen. */
export const MOST = 16;
/** So many of them bring their sound, for its meter alone; the others' meters are what their own ends say, every 2 s. */
const METERED = 4;
const SECOND_MS = 1_000;

export class Previews {
	/** Those that play now, by source. */
	readonly players = new SvelteMap<string, Player>();
	/** Those that were asked for, the last one first. */
	wanted = $state.raw<string[]>([]);
	/** How many gave up their motion since the page was opened. */
	lowered = $state(0);

	readonly #desk: Desk;
	readonly #economy = new Economy(MOST);
	readonly #timer: ReturnType<typeof setInterval>;
	#before = { missing_sound_s: 0, lost: 0 };

	constructor(desk: Desk) {
		this.#desk = desk;
		this.#timer = setInterval(() => this.#measure(), SECOND_MS);
	}

	has(source: string): boolean {
		return this.wanted.includes(source);
	}

	/** Asks for a preview, or lets it go. */
	toggle(source: string): void {
		this.set(this.has(source) ? this.wanted.filter((one) => one !== source) : [source, ...this.wanted]);
	}

	set(wanted: string[]): void {
		this.wanted = wanted.slice(0, MOST);
		this.#play();
	}

	close(): void {
		clearInterval(this.#timer);
		this.wanted = [];
		this.#play();
	}

	/** Whoever was asked for last moves first. */
	#play(): void {
		const moving = this.wanted.slice(0, this.#economy.allowed);
		for (const [source, player] of this.players) {
			if (moving.includes(source)) continue;
			player.close();
			this.players.delete(source);
		}
		for (const source of moving) {
			const path = this.#desk.source(source)?.broadcast;
			if (!path || this.players.has(source)) continue;
			const audio = this.players.size < METERED;
			const player = new Player(this.#desk.session, path, { video: true, audio, small: true, minor: true });
			player.volume = 0;
			this.players.set(source, player);
		}
	}

	#measure(): void {
		if (this.wanted.length === 0 || document.hidden) return;
		const heard = [this.#desk.programme, this.#desk.talk.call?.player];
		const missing_sound_s = heard.reduce((sum, player) => sum + (player?.stats?.missing_sound_s ?? 0), 0);
		const lost = [...this.players.values()].reduce((sum, player) => sum + (player.stats?.dropped ?? 0), 0);
		const second = {
			missing_sound_s: Math.max(0, missing_sound_s - this.#before.missing_sound_s),
			lost: Math.max(0, lost - this.#before.lost),
			moving: this.players.size
		};
		this.#before = { missing_sound_s, lost };
		this.#economy.second(second, performance.now());
		this.lowered = this.#economy.lowered;
		this.#play();
	}
}

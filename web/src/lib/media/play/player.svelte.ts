// Plays one broadcast: pictures on a canvas, sound on the loudspeaker, both on one clock.
import type { Broadcast } from '@moq/net';
import { Snapshot } from '@moq/json';
import { read, type Catalog, type VideoRendition } from '../catalog.ts';
import { follow } from '../follow.ts';
import type { Session } from '../session.svelte.ts';
import { PRIORITY } from '../priority.ts';
import { PlayClock, TALKING, WATCHING } from './clock.ts';
import { Ladder } from './ladder.ts';
import { Picture } from './picture.ts';
import { Sound } from './sound.ts';
import { TrackReader } from './track.ts';

/** A picture that stands longer than this stalls, in ms: three pictures at 10 a second. */
const STALL_MS = 400;
/** How often numbers on screen are brought up to date, in ms. */
const MEASURE_MS = 500;
/** How often the meter moves, in ms, and how far it falls each time, in dB. */
const METER_MS = 100;
const FALL_DB = 2;
/** How old words may get on their way, in ms: later they would only be in the way of newer ones. */
const WORDS_MS = 300;
/** How long to wait before a track that ended is asked for again, in ms. */
const AGAIN_MS = 1_000;

export type PlayerState = 'connecting' | 'waiting' | 'playing' | 'stalled';

/** What to play of a broadcast. */
export interface PlayerOptions {
	video: boolean;
	audio: boolean;
	/** The tallest picture that is of use here, in pixels. */
	tallest?: number;
	/** Draws no more pixels than are seen: for pictures that are small on screen. */
	small?: boolean;
	/** Somebody who is talked with: what comes late is left out, and nothing waits for it. */
	talk?: boolean;
	/** The one track of pictures to play. */
	only?: string;
	/** A picture that may be lost first when the network is narrow. */
	minor?: boolean;
}

/** What playback looks like in numbers. */
export interface PlayerStats {
	frames: number;
	fps: number;
	bps: number;
	buffer_ms: number;
	/** From the newest picture received to the one on screen, in ms. */
	behind_ms: number;
	rtt_ms: number | undefined;
	dropped: number;
	stalls: number;
	missing_sound_s: number;
	/** Samples that came too late to be of use. */
	late: number;
	width: number;
	height: number;
}

export class Player {
	state = $state<PlayerState>('connecting');
	renditions = $state.raw<VideoRendition[]>([]);
	/** What the person chose: the name of a rendition's track, or `auto`. */
	quality = $state('auto');
	/** The track that is on screen. */
	playing = $state<string>();
	/** Whether the browser waits for a click before it plays sound. */
	blocked = $state(false);
	/** Whether there is sound to hear. */
	audible = $state(false);
	stats = $state.raw<PlayerStats>();
	/** Loudness now, in dB below full scale. */
	level_db = $state(-90);

	readonly #options: PlayerOptions;
	readonly #clock: PlayClock;
	readonly #ladder = new Ladder();
	readonly #session: Session;
	readonly #stop: () => void;
	readonly #measure: ReturnType<typeof setInterval>;
	readonly #meter: ReturnType<typeof setInterval>;
	#canvas: HTMLCanvasElement | undefined;
	#broadcast: Broadcast.Consumer | undefined;
	#active: Picture | undefined;
	#coming: Picture | undefined;
	#sound: Sound | undefined;
	#soundReader: TrackReader | undefined;
	#soundTrack = '';
	#volume = 1;
	#timers = new Set<ReturnType<typeof setTimeout>>();
	#animation = 0;
	#frames = 0;
	#drawn_ms = 0;
	#drawn_us = 0;
	#stalls = 0;
	#dropped = 0;
	#before = { frames: 0, bytes: 0, at_ms: 0 };
	#bytes = 0;
	#closed = false;

	constructor(session: Session, path: string, options: PlayerOptions) {
		this.#session = session;
		this.#options = options;
		this.#clock = new PlayClock(options.talk ? TALKING : WATCHING);
		if (options.audio) {
			this.#sound = new Sound(this.#clock, () => (this.blocked = this.#sound?.blocked ?? false));
			this.blocked = this.#sound.blocked;
		}
		this.#stop = follow(session, path, (broadcast) => this.#attach(broadcast));
		this.#measure = setInterval(() => this.#count(), MEASURE_MS);
		this.#meter = setInterval(() => {
			if (this.#sound) this.level_db = Math.max(this.#sound.level_db, this.level_db - FALL_DB);
		}, METER_MS);
		this.#animation = requestAnimationFrame(this.#tick);
	}

	/** Draws on this canvas from now on. Answers how to stop. */
	attach(canvas: HTMLCanvasElement): () => void {
		this.#canvas = canvas;
		return () => {
			if (this.#canvas === canvas) this.#canvas = undefined;
		};
	}

	/** Starts sound; call it from a click. */
	async resume(): Promise<void> {
		await this.#sound?.resume();
		this.blocked = this.#sound?.blocked ?? false;
	}

	/** Somebody else speaks in the same broadcast from now on, whose clock is another one. */
	resync(): void {
		this.#clock.reset();
		this.#sound?.silence();
	}

	/** From 0 (silent) to 1. */
	get volume(): number {
		return this.#volume;
	}

	set volume(value: number) {
		this.#volume = value;
		if (this.#sound) this.#sound.volume = value;
	}

	/** Plays a rendition by the name of its track, or chooses by itself (`auto`). */
	choose(quality: string): void {
		this.quality = quality;
		const now = performance.now();
		this.#ladder.reset(this.renditions.length, this.#first(), now);
		this.#switch();
	}

	close(): void {
		this.#closed = true;
		cancelAnimationFrame(this.#animation);
		clearInterval(this.#measure);
		clearInterval(this.#meter);
		this.#stop();
		this.#detach();
		this.#sound?.close();
	}

	#attach(broadcast: Broadcast.Consumer): () => void {
		this.#broadcast = broadcast;
		this.state = 'waiting';
		let stopped = false;
		let close = () => {};
		const run = async () => {
			const track = broadcast.track('catalog.json').subscribe({ priority: 5 });
			close = () => track.close();
			try {
				const values = new Snapshot.Consumer<unknown>(track);
				for (let value = await values.next(); value !== undefined && !stopped; value = await values.next())
					this.#offer(read(value));
			} catch {
				// The publisher went away; asked again below.
			}
			track.close();
			if (!stopped) this.#later(run);
		};
		void run();
		return () => {
			stopped = true;
			close();
			this.#detach();
			if (!this.#closed) this.state = 'connecting';
		};
	}

	#detach(): void {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
		this.#retire(this.#active);
		this.#retire(this.#coming);
		this.#active = undefined;
		this.#coming = undefined;
		this.#soundReader?.close();
		this.#soundReader = undefined;
		this.#soundTrack = '';
		this.#broadcast = undefined;
		this.#clock.reset();
		this.#sound?.silence();
	}

	/** The catalog says what there is. */
	#offer(catalog: Catalog): void {
		const { tallest, video, audio, only } = this.#options;
		const fitting = catalog.video.filter((one) => !tallest || !one.height || one.height <= tallest);
		const renditions = only
			? catalog.video.filter((one) => one.track === only)
			: fitting.length > 0
				? fitting
				: catalog.video.slice(-1);
		if (video && JSON.stringify(renditions) !== JSON.stringify(this.renditions)) {
			this.renditions = renditions;
			if (this.quality !== 'auto' && !renditions.some((one) => one.track === this.quality)) this.quality = 'auto';
			this.#ladder.reset(renditions.length, this.#first(), performance.now());
		}
		if (video) this.#switch();
		const sound = catalog.audio[0];
		this.audible = sound !== undefined;
		if (audio && sound && this.#soundTrack !== sound.track) {
			this.#soundTrack = sound.track;
			this.#sound?.configure(sound);
			this.#listen();
		}
	}

	/** The rung to begin with: a smaller picture where a large one is of no use. */
	#first(): number {
		const pixels = (this.#canvas?.clientHeight || 720) * (globalThis.devicePixelRatio || 1);
		const enough = this.renditions.findLastIndex((one) => (one.height ?? 0) >= pixels * 0.8);
		return Math.max(0, enough);
	}

	#wanted(): VideoRendition | undefined {
		const chosen = this.renditions.find((one) => one.track === this.quality);
		return chosen ?? this.renditions[this.#ladder.rung];
	}

	#switch(): void {
		const wanted = this.#wanted();
		if (!wanted || !this.#broadcast) return;
		if (this.#coming?.rendition.track === wanted.track) return;
		this.#retire(this.#coming);
		this.#coming = undefined;
		if (this.#active?.rendition.track === wanted.track) return;
		const priority = this.#options.minor ? PRIORITY.preview : PRIORITY.picture;
		const picture: Picture = new Picture(this.#broadcast, wanted, this.#clock, priority, () => {
			// The track ended under us: ask again for as long as the broadcast is there.
			if (picture !== this.#active && picture !== this.#coming) return;
			this.#later(() => {
				this.#retire(picture);
				if (this.#active === picture) this.#active = undefined;
				if (this.#coming === picture) this.#coming = undefined;
				this.#switch();
			});
		});
		if (this.#active) this.#coming = picture;
		else this.#active = picture;
	}

	#listen(): void {
		if (!this.#broadcast || !this.#soundTrack) return;
		const { talk } = this.#options;
		const taker = {
			arrived: (sample: { timestamp_us: number }) => {
				this.#clock.received(sample.timestamp_us, performance.now());
				this.#drain(reader);
			},
			ended: () => this.#later(() => reader === this.#soundReader && this.#listen())
		};
		const priority = talk ? PRIORITY.talk : PRIORITY.sound;
		const reader: TrackReader = new TrackReader(
			this.#broadcast,
			this.#soundTrack,
			priority,
			taker,
			talk ? WORDS_MS : undefined
		);
		this.#soundReader?.close();
		this.#soundReader = reader;
	}

	#drain(reader: TrackReader): void {
		const now = performance.now();
		const due = (sample: { timestamp_us: number }) => (this.#clock.due_ms(sample.timestamp_us) ?? 0) <= now + 40;
		for (let sample = reader.sequencer.next(due); sample; sample = reader.sequencer.next(due))
			this.#sound?.decode(sample);
	}

	readonly #tick = (): void => {
		if (this.#closed) return;
		this.#animation = requestAnimationFrame(this.#tick);
		const now = performance.now();
		if (this.#soundReader) this.#drain(this.#soundReader);
		this.#active?.work(now);
		this.#coming?.work(now);
		// The new rendition takes over with the first picture that is due.
		const first = this.#coming?.take(now);
		if (first && this.#coming) {
			this.#retire(this.#active);
			this.#active = this.#coming;
			this.#coming = undefined;
			return this.#draw(first, now);
		}
		// The very first picture is shown as soon as it is there.
		const frame = this.#active?.take(this.#frames === 0 ? Infinity : now);
		if (frame) return this.#draw(frame, now);
		if (this.state === 'playing' && now - this.#drawn_ms > STALL_MS && !document.hidden) {
			this.state = 'stalled';
			this.#stalls += 1;
		}
		if (this.state === 'stalled' && now - this.#drawn_ms > 1_200 && this.#ladder.rung < this.renditions.length - 1) {
			if (this.quality === 'auto' && !this.#coming && this.#ladder.stalled(now - this.#drawn_ms, now)) this.#switch();
		}
	};

	#draw(frame: VideoFrame, now: number): void {
		if (this.state === 'stalled' && this.quality === 'auto' && !this.#coming) {
			if (this.#ladder.stalled(now - this.#drawn_ms, now)) this.#switch();
		} else if (this.quality === 'auto' && this.#ladder.tick(now)) this.#switch();
		this.#frames += 1;
		this.#drawn_ms = now;
		this.#drawn_us = frame.timestamp;
		this.state = 'playing';
		this.playing = this.#active?.rendition.track;
		const canvas = this.#canvas;
		if (canvas) {
			const shrink = this.#options.small
				? Math.min(1, (canvas.clientHeight * devicePixelRatio) / frame.displayHeight)
				: 1;
			const [width, height] = [frame.displayWidth, frame.displayHeight].map((side) => Math.ceil(side * shrink) || side);
			if (width === undefined || height === undefined) return frame.close();
			if (canvas.width !== width || canvas.height !== height) {
				canvas.width = width;
				canvas.height = height;
			}
			canvas.getContext('2d', { alpha: false })?.drawImage(frame, 0, 0, width, height);
			canvas.dataset.frames = String(this.#frames);
			canvas.dataset.timestamp = String(frame.timestamp);
		}
		frame.close();
	}

	#retire(picture: Picture | undefined): void {
		if (!picture) return;
		this.#dropped += picture.dropped + picture.skipped;
		this.#bytes += picture.bytes;
		picture.close();
	}

	#later(run: () => void): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			run();
		}, AGAIN_MS);
		this.#timers.add(timer);
	}

	#count(): void {
		const now = performance.now();
		const bytes = this.#bytes + (this.#active?.bytes ?? 0) + (this.#soundReader?.bytes ?? 0);
		const seconds = Math.max(0.001, (now - this.#before.at_ms) / 1_000);
		this.stats = {
			frames: this.#frames,
			fps: (this.#frames - this.#before.frames) / seconds,
			bps: (Math.max(0, bytes - this.#before.bytes) * 8) / seconds,
			buffer_ms: this.#clock.buffer_ms,
			behind_ms: Math.max(0, (this.#clock.latest_us - this.#drawn_us) / 1_000),
			rtt_ms: this.#session.established.peek()?.probe.peek().rtt,
			dropped: this.#dropped + (this.#active?.dropped ?? 0) + (this.#active?.skipped ?? 0),
			stalls: this.#stalls,
			missing_sound_s: (this.#sound?.missing ?? 0) / 48_000,
			late: this.#clock.late,
			width: this.#canvas?.width ?? 0,
			height: this.#canvas?.height ?? 0
		};
		this.#before = { frames: this.#frames, bytes, at_ms: now };
	}
}

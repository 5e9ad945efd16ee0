// Publishes a guest: catalog, tile and status all the time, picture and sound while somebody asks.
import { Broadcast, Path, type Connection } from '@moq/net';
import { write } from '../catalog.ts';
import type { Session } from '../session.svelte.ts';
import { fit, SOUND_BPS, SoundFeed, VIDEO_BPS, VIDEO_CODEC, VideoFeed } from './encode.ts';
import { Outlet } from './outlet.ts';
import { TilePainter } from './tile.ts';

/** How often the crew hears how this end is doing, in ms. */
const STATUS_MS = 2_000;

export class Publisher {
	/** Whether the crew or the stage asks for full pictures now. */
	watched = $state(false);
	/** Whether sound is asked for. */
	heard = $state(false);
	/** Bits a second that are sent. */
	send_bps = $state(0);
	/** Round trip to the server in ms, where the connection measures it. */
	rtt_ms = $state<number>();
	/** Pictures that were left out because the machine was too slow. */
	dropped = $state(0);
	/** Whether this browser could not encode. */
	failed = $state(false);
	/** Tiles sent. */
	tiles = $state(0);
	/** What else the crew reads about this end. */
	about: () => object = () => ({});

	readonly #session: Session;
	readonly #tile_ms: number;
	readonly #video = document.createElement('video');
	readonly #painter = new TilePainter();
	readonly #stop: () => void;
	readonly #timers: ReturnType<typeof setInterval>[];
	readonly #outlets: Record<string, Outlet>;
	#broadcast: Broadcast.Producer | undefined;
	#stream: MediaStream | undefined;
	#picture: VideoFeed | undefined;
	#sound: SoundFeed | undefined;
	#lastTile: Uint8Array | undefined;
	#lost = 0;
	#before = { bytes: 0, at_ms: performance.now() };

	/** Publishes at the session's own path; `tile_ms` is the time between two tiles. */
	constructor(session: Session, tile_ms: number) {
		this.#session = session;
		this.#tile_ms = tile_ms;
		this.#video.muted = true;
		this.#video.playsInline = true;
		this.#outlets = {
			'catalog.json': new Outlet((wanted) => wanted && this.#announce()),
			video: new Outlet((wanted) => {
				this.watched = wanted;
				this.#feed();
			}),
			sound: new Outlet((wanted) => {
				this.heard = wanted;
				this.#feed();
			}),
			tile: new Outlet((wanted) => wanted && void this.#paint()),
			status: new Outlet((wanted) => wanted && void this.#report())
		};
		const attach = (connection: Connection.Established | undefined) => this.#attach(connection);
		const unsubscribe = session.established.subscribe(attach);
		attach(session.established.peek());
		this.#stop = () => {
			unsubscribe();
			this.#broadcast?.close();
		};
		this.#timers = [
			setInterval(() => void this.#paint(), this.#tile_ms),
			setInterval(() => void this.#report(), STATUS_MS)
		];
	}

	/** Sends another camera or microphone from now on. */
	use(stream: MediaStream): void {
		if (stream === this.#stream) return;
		this.#stream = stream;
		this.#video.srcObject = stream;
		this.#video.play().catch(() => undefined);
		this.#picture?.close();
		this.#sound?.close();
		this.#picture = undefined;
		this.#sound = undefined;
		this.failed = false;
		this.#announce();
		this.#feed();
		// The first picture is there a moment after the camera.
		this.#video.onloadeddata = () => void this.#paint();
	}

	close(): void {
		for (const timer of this.#timers) clearInterval(timer);
		this.#stop();
		this.#picture?.close();
		this.#sound?.close();
		for (const outlet of Object.values(this.#outlets)) outlet.close();
		this.#video.srcObject = null;
	}

	#attach(connection: Connection.Established | undefined): void {
		this.#broadcast?.close();
		this.#broadcast = undefined;
		const path = this.#session.grant?.publish;
		if (!connection || !path) return;
		const broadcast = new Broadcast.Producer();
		this.#broadcast = broadcast;
		connection.publish(Path.from(path), broadcast);
		const run = async () => {
			for (let request = await broadcast.requested(); request; request = await broadcast.requested()) {
				const outlet = this.#outlets[request.name];
				if (!outlet) request.reject(new Error('no such track'));
				else {
					outlet.serve(request);
					this.#began(request.name);
				}
			}
		};
		run().catch(() => undefined);
	}

	/** Somebody new asks for a track: give them something at once. */
	#began(name: string): void {
		if (name === 'catalog.json') this.#announce();
		else if (name === 'video') this.#picture?.refresh();
		else if (name === 'tile') void this.#paint();
		else if (name === 'status') void this.#report();
	}

	#track(kind: 'video' | 'audio'): MediaStreamTrack | undefined {
		const tracks = kind === 'video' ? this.#stream?.getVideoTracks() : this.#stream?.getAudioTracks();
		return tracks?.find((track) => track.readyState === 'live');
	}

	#announce(): void {
		const [camera, microphone] = [this.#track('video'), this.#track('audio')];
		const settings = camera?.getSettings();
		const size = fit(settings?.width ?? 1280, settings?.height ?? 720);
		const document = write({
			video: camera && { ...size, framerate: 30, bitrate: VIDEO_BPS, codec: VIDEO_CODEC },
			audio: microphone && { channels: Math.min(2, microphone.getSettings().channelCount ?? 1), bitrate: SOUND_BPS }
		});
		this.#send('catalog.json', new TextEncoder().encode(JSON.stringify(document)));
	}

	#feed(): void {
		const [camera, microphone] = [this.#track('video'), this.#track('audio')];
		const { video, sound } = this.#outlets;
		const failed = () => {
			this.failed = true;
			this.#picture = undefined;
		};
		if (!video || !sound) return;
		if (video.wanted && camera && !this.#picture) this.#picture = new VideoFeed(camera, video, failed);
		if (!video.wanted && this.#picture) {
			this.#lost += this.#picture.dropped;
			this.#picture.close();
			this.#picture = undefined;
		}
		if (sound.wanted && microphone && !this.#sound)
			this.#sound = new SoundFeed(microphone, sound, () => (this.#sound = undefined));
		if (!sound.wanted && this.#sound) {
			this.#sound.close();
			this.#sound = undefined;
		}
	}

	async #paint(): Promise<void> {
		const camera = this.#track('video');
		const tile = camera?.enabled ? await this.#painter.paint(this.#video) : undefined;
		// A guest whose camera is off still has a tile: the last one, until there is another.
		this.#lastTile = tile ?? this.#lastTile;
		if (!this.#lastTile || !this.#outlets.tile?.wanted) return;
		this.#send('tile', this.#lastTile);
		this.tiles += 1;
	}

	async #report(): Promise<void> {
		const connection = this.#session.established.peek();
		const now = performance.now();
		const bytes = Object.values(this.#outlets).reduce((sum, outlet) => sum + outlet.bytes, 0);
		const seconds = (now - this.#before.at_ms) / 1_000;
		if (seconds > 0.5) {
			this.send_bps = Math.round(((bytes - this.#before.bytes) * 8) / seconds);
			this.#before = { bytes, at_ms: now };
		}
		const stats = await connection?.stats().catch(() => undefined);
		this.rtt_ms = connection?.probe.peek().rtt ?? stats?.rtt;
		this.dropped = this.#lost + (this.#picture?.dropped ?? 0);
		const status = {
			rtt_ms: this.rtt_ms === undefined ? null : Math.round(this.rtt_ms),
			send_bps: this.send_bps,
			dropped: this.dropped,
			camera: this.#track('video') !== undefined,
			microphone: this.#track('audio')?.enabled ?? false,
			...this.about()
		};
		this.#send('status', new TextEncoder().encode(JSON.stringify(status)));
	}

	#send(name: string, payload: Uint8Array): void {
		const outlet = this.#outlets[name];
		if (!outlet?.wanted) return;
		outlet.write(performance.now() * 1_000, payload, true);
		outlet.finish();
	}
}

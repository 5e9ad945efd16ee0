// What somebody says behind the scenes, and shows on a call: encoded while they speak, and only then.
import { Broadcast, Path, type Connection } from '@moq/net';
import { write } from '../catalog.ts';
import type { Session } from '../session.svelte.ts';
import { SOUND_BPS, SoundFeed, VIDEO_BPS, VIDEO_CODEC, VideoFeed } from './encode.ts';
import { Outlet } from './outlet.ts';

export class Voice {
	readonly #session: Session;
	readonly #stop: () => void;
	readonly #catalog = new Outlet((wanted) => wanted && this.#announce());
	readonly #video = new Outlet(() => this.#show());
	readonly #sound = new Outlet();
	#broadcast: Broadcast.Producer | undefined;
	#microphone: MediaStreamTrack | undefined;
	#camera: MediaStreamTrack | undefined;
	#speech: SoundFeed | undefined;
	#picture: VideoFeed | undefined;

	/** Publishes at the session's own path, on every connection. */
	constructor(session: Session) {
		this.#session = session;
		const attach = (connection: Connection.Established | undefined) => this.#attach(connection);
		const unsubscribe = session.established.subscribe(attach);
		attach(session.established.peek());
		this.#stop = () => {
			unsubscribe();
			this.#broadcast?.close();
		};
	}

	/** Speaks with this microphone from now on; without one, is silent. */
	speak(microphone: MediaStreamTrack | undefined): void {
		if (this.#microphone === microphone) return;
		this.#microphone = microphone;
		this.#speech?.close();
		this.#speech = undefined;
		if (microphone) this.#speech = new SoundFeed(microphone, this.#sound, () => (this.#speech = undefined));
	}

	/** Shows this camera from now on, while somebody looks; without one, nothing. */
	show(camera: MediaStreamTrack | undefined): void {
		if (this.#camera === camera) return;
		this.#camera = camera;
		this.#picture?.close();
		this.#picture = undefined;
		this.#show();
	}

	close(): void {
		this.speak(undefined);
		this.show(undefined);
		this.#stop();
		for (const outlet of [this.#catalog, this.#video, this.#sound]) outlet.close();
	}

	#show(): void {
		const camera = this.#video.wanted ? this.#camera : undefined;
		if (!camera) {
			this.#picture?.close();
			this.#picture = undefined;
		} else this.#picture ??= new VideoFeed(camera, this.#video, () => (this.#picture = undefined));
	}

	#attach(connection: Connection.Established | undefined): void {
		this.#broadcast?.close();
		this.#broadcast = undefined;
		const path = this.#session.grant?.voice;
		if (!connection || !path) return;
		const broadcast = new Broadcast.Producer();
		this.#broadcast = broadcast;
		connection.publish(Path.from(path), broadcast);
		const outlets: Record<string, Outlet> = { 'catalog.json': this.#catalog, video: this.#video, sound: this.#sound };
		const run = async () => {
			for (let request = await broadcast.requested(); request; request = await broadcast.requested()) {
				const outlet = outlets[request.name];
				if (!outlet) request.reject(new Error('no such track'));
				else outlet.serve(request);
				if (request.name === 'catalog.json') this.#announce();
				if (request.name === 'video') this.#picture?.refresh();
			}
		};
		run().catch(() => undefined);
	}

	#announce(): void {
		if (!this.#catalog.wanted) return;
		const document = write({
			video: { width: 1280, height: 720, framerate: 30, bitrate: VIDEO_BPS, codec: VIDEO_CODEC },
			audio: { channels: 1, bitrate: SOUND_BPS }
		});
		this.#catalog.write(performance.now() * 1_000, new TextEncoder().encode(JSON.stringify(document)), true);
		this.#catalog.finish();
	}
}

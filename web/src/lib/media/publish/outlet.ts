// One track that is made only while somebody asks for it.
import { Group, Time, type Track } from '@moq/net';

/** How long a group may be kept, in ms: a keyframe's second and a margin. */
const LATENCY_MAX_MS = 2_500;

export class Outlet {
	/** Bytes written. */
	bytes = 0;
	readonly #changed: (wanted: boolean) => void;
	readonly #tracks = new Map<Track.Producer, { group: Group.Producer | undefined; release: () => void }>();
	#sequence = 0;
	#wanted = false;

	/** `changed` is told when somebody asks and when nobody does any more. */
	constructor(changed: (wanted: boolean) => void = () => {}) {
		this.#changed = changed;
	}

	/** Whether somebody asks for the track. */
	get wanted(): boolean {
		return this.#wanted;
	}

	/** Serves one request. */
	serve(request: Track.Request): void {
		const track = request.accept({ timescale: Time.Timescale.MICRO, latencyMax: LATENCY_MAX_MS });
		const release = track.used.subscribe(() => this.#update());
		this.#tracks.set(track, { group: undefined, release });
		void track.closed.then(() => {
			release();
			this.#tracks.delete(track);
			this.#update();
		});
		this.#update();
	}

	/** Writes a sample; `first` opens a new group. A track that has none open waits for one. */
	write(timestamp_us: number, payload: Uint8Array, first: boolean): void {
		const sequence = first ? this.#sequence++ : this.#sequence - 1;
		for (const [track, state] of this.#tracks) {
			if (track.closed.peek() !== undefined) continue;
			if (first) {
				state.group?.close();
				// Numbers go on across requests, so that no relay takes a new group for one it has.
				state.group = new Group.Producer(sequence);
				track.writeGroup(state.group);
			}
			state.group?.writeFrame({ payload, timestamp: Time.Timestamp.fromMicros(timestamp_us) });
		}
		this.bytes += payload.byteLength;
	}

	/** Ends the group that is open. */
	finish(): void {
		for (const state of this.#tracks.values()) {
			state.group?.close();
			state.group = undefined;
		}
	}

	close(): void {
		for (const [track, state] of this.#tracks) {
			state.release();
			state.group?.close();
			track.close();
		}
		this.#tracks.clear();
		this.#update();
	}

	#update(): void {
		const wanted = [...this.#tracks.keys()].some((track) => track.used.peek());
		if (wanted === this.#wanted) return;
		this.#wanted = wanted;
		this.#changed(wanted);
	}
}

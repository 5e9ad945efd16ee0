// Camera and microphone of a guest: which there are, which is used, and what is wrong with them.

export type DeviceProblem =
	| 'denied'
	| 'none'
	| 'busy'
	| 'insecure'
	| 'no_camera'
	| 'no_microphone'
	| 'camera_ended'
	| 'microphone_ended'
	| 'microphone_silent'
	| 'microphone_muted'
	| 'unknown';

/** Quieter than this for SILENT_AFTER_MS is a microphone that does not work, in dB below full scale. */
const SILENCE_DB = -75;
const SILENT_AFTER_MS = 4_000;
/** How often the meter moves, in ms. */
const METER_MS = 100;
/** How far the meter falls each time, in dB. */
const FALL_DB = 2;

/** Louder than this is somebody who speaks, in dB below full scale. */
const HEARD_DB = -45;

/** What the crew reads about a guest's end. */
export interface About {
	tested: boolean;
	level_db: number;
	battery: number | null;
	charging: boolean | null;
	slow: boolean | null;
}

interface Battery {
	level: number;
	charging: boolean;
}

/** What only some browsers have. */
interface Telling {
	getBattery?: () => Promise<Battery>;
	connection?: { effectiveType?: string; saveData?: boolean };
}

/** Whether the browser takes its network for a slow one; nothing where it does not say. */
function slow(): boolean | undefined {
	const { connection } = navigator as Telling;
	if (!connection?.effectiveType) return undefined;
	return connection.saveData === true || /2g|3g/.test(connection.effectiveType);
}

export class Devices {
	stream = $state.raw<MediaStream>();
	cameras = $state.raw<MediaDeviceInfo[]>([]);
	microphones = $state.raw<MediaDeviceInfo[]>([]);
	camera = $state('');
	microphone = $state('');
	problem = $state<DeviceProblem>();
	/** Whether permission is being asked for now. */
	asking = $state(false);
	/** Loudness of the microphone, in dB below full scale. */
	level_db = $state(-90);
	/** The battery, where the browser tells. */
	battery: Battery | undefined;
	/** Whether the person switched the microphone off. */
	muted = $state(false);

	/** Whether the microphone has heard something, since it was chosen. */
	heard = $state(false);

	readonly #echo: boolean;
	#context: AudioContext | undefined;
	#meter: ReturnType<typeof setInterval> | undefined;
	#heard_ms = 0;
	#closed = false;

	/** `echo` says whether loudspeakers may be on in the same room. */
	constructor(echo = true) {
		this.#echo = echo;
		navigator.mediaDevices?.addEventListener('devicechange', this.#list);
		// Only some browsers tell.
		(navigator as Telling)
			.getBattery?.()
			.then((battery) => (this.battery = battery))
			.catch(() => undefined);
	}

	/** Opens camera and microphone, those chosen before where they are still there. */
	async open(): Promise<void> {
		if (!navigator.mediaDevices) {
			this.problem = 'insecure';
			return;
		}
		this.asking = true;
		this.problem = undefined;
		const video = {
			deviceId: this.camera ? { ideal: this.camera } : undefined,
			width: { ideal: 1280 },
			height: { ideal: 720 },
			frameRate: { ideal: 30, max: 30 }
		};
		const audio = {
			deviceId: this.microphone ? { ideal: this.microphone } : undefined,
			echoCancellation: this.#echo,
			noiseSuppression: true,
			autoGainControl: true
		};
		this.#stop();
		try {
			this.#use(await navigator.mediaDevices.getUserMedia({ video, audio }));
		} catch (error) {
			await this.#rescue(error, video, audio);
		}
		this.asking = false;
		await this.#list();
	}

	choose(kind: 'camera' | 'microphone', id: string): void {
		this[kind] = id;
		void this.open();
	}

	/** What the crew reads about this end. */
	about(): About {
		const camera = this.stream?.getVideoTracks().some((track) => track.readyState === 'live') ?? false;
		const { battery } = this;
		return {
			tested: camera && this.heard,
			level_db: Math.round(this.muted ? -90 : this.level_db),
			battery: battery === undefined ? null : Math.round(battery.level * 100),
			charging: battery?.charging ?? null,
			slow: slow() ?? null
		};
	}

	/** Switches the microphone off and on. */
	mute(muted: boolean): void {
		this.muted = muted;
		for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !muted;
	}

	close(): void {
		this.#closed = true;
		navigator.mediaDevices?.removeEventListener('devicechange', this.#list);
		this.#stop();
	}

	/** One of the two may be missing: use the other, and say so. */
	async #rescue(error: unknown, video: MediaTrackConstraints, audio: MediaTrackConstraints): Promise<void> {
		const name = error instanceof DOMException ? error.name : '';
		if (name === 'NotFoundError' || name === 'NotReadableError' || name === 'OverconstrainedError') {
			for (const [wish, problem] of [
				[{ video }, 'no_microphone'],
				[{ audio }, 'no_camera']
			] as const) {
				const stream = await navigator.mediaDevices.getUserMedia(wish).catch(() => undefined);
				if (!stream) continue;
				this.#use(stream);
				this.problem = problem;
				return;
			}
		}
		const problems: Record<string, DeviceProblem> = {
			NotAllowedError: 'denied',
			SecurityError: 'insecure',
			NotFoundError: 'none',
			NotReadableError: 'busy',
			AbortError: 'busy'
		};
		this.problem = problems[name] ?? 'unknown';
	}

	#use(stream: MediaStream): void {
		if (this.#closed) {
			for (const track of stream.getTracks()) track.stop();
			return;
		}
		this.stream = stream;
		for (const track of stream.getTracks()) {
			track.onended = () => (this.problem = track.kind === 'video' ? 'camera_ended' : 'microphone_ended');
			if (track.kind === 'audio') {
				track.enabled = !this.muted;
				track.onmute = () => (this.problem = 'microphone_muted');
				track.onunmute = () => this.problem === 'microphone_muted' && (this.problem = undefined);
			}
		}
		this.camera = stream.getVideoTracks()[0]?.getSettings().deviceId ?? this.camera;
		this.microphone = stream.getAudioTracks()[0]?.getSettings().deviceId ?? this.microphone;
		this.#listen(stream);
	}

	#listen(stream: MediaStream): void {
		if (stream.getAudioTracks().length === 0) return;
		const context = new AudioContext();
		const analyser = context.createAnalyser();
		analyser.fftSize = 1024;
		context.createMediaStreamSource(stream).connect(analyser);
		const samples = new Float32Array(analyser.fftSize);
		this.#context = context;
		this.#heard_ms = performance.now();
		this.heard = false;
		this.#meter = setInterval(() => {
			if (context.state === 'suspended') void context.resume();
			analyser.getFloatTimeDomainData(samples);
			let sum = 0;
			for (const sample of samples) sum += sample * sample;
			const level_db = 10 * Math.log10(sum / samples.length + 1e-9);
			// Falls slowly, so that people can read it between two words.
			this.level_db = Math.max(level_db, this.level_db - FALL_DB);
			if (level_db > HEARD_DB) this.heard = true;
			const now = performance.now();
			if (level_db > SILENCE_DB || this.muted || context.state !== 'running') this.#heard_ms = now;
			if (now - this.#heard_ms > SILENT_AFTER_MS) this.problem ??= 'microphone_silent';
			else if (this.problem === 'microphone_silent') this.problem = undefined;
		}, METER_MS);
	}

	#stop(): void {
		clearInterval(this.#meter);
		void this.#context?.close();
		this.#context = undefined;
		for (const track of this.stream?.getTracks() ?? []) {
			track.onended = null;
			track.stop();
		}
		this.stream = undefined;
		this.level_db = -90;
	}

	readonly #list = async (): Promise<void> => {
		const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
		this.cameras = devices.filter((device) => device.kind === 'videoinput' && device.deviceId);
		this.microphones = devices.filter((device) => device.kind === 'audioinput' && device.deviceId);
	};
}

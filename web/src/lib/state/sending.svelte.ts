// Recordings on their way to the server. What breaks off goes on where it was: by itself while the page is
// open, and after the same file was chosen again otherwise.
import { failure, staged, type ApiError, type Problem } from '#lib/api/client.ts';
import { explain } from './words.ts';
import type { DetailedError, Upload } from 'tus-js-client';

/** Bytes that are sent at once: what a proxy takes, and what a break may cost. */
const PIECE = 32 << 20;
/** From one try to the next while the network is gone, in ms. */
const AGAIN_MS = 5_000;

/** One recording on its way. */
export interface Sent {
	id: number;
	title: string;
	/** How much is there, from 0 to 1. */
	part: number;
	/** Whether the network is gone. */
	waiting: boolean;
}

interface Running {
	id: number;
	upload: Upload;
	/** Ends the wait for it. */
	end: () => void;
	timer?: ReturnType<typeof setTimeout>;
}

export class Sending {
	list = $state<Sent[]>([]);
	#running: Running[] = [];
	#next = 0;
	readonly #role: 'producer' | 'speaker';

	constructor(role: 'producer' | 'speaker') {
		this.#role = role;
	}

	/** Sends a recording and ends when all of it is there, or it was given up; throws the reader's words when it was refused. */
	async send(file: File, title: string, speaker?: string): Promise<void> {
		const { Upload } = await import('tus-js-client');
		const id = this.#next++;
		this.list.push({ id, title, part: 0, waiting: false });
		const change = (what: Partial<Sent>) => {
			this.list = this.list.map((one) => (one.id === id ? { ...one, ...what } : one));
		};
		try {
			await new Promise<void>((resolve, reject) => {
				const upload = new Upload(file, {
					endpoint: staged(`/api/v1/uploads?as=${this.#role}`),
					metadata: { title, filename: file.name, ...(speaker ? { speaker } : {}) },
					chunkSize: PIECE,
					retryDelays: [0, 1_000, 3_000],
					removeFingerprintOnSuccess: true,
					fingerprint: (_, options) =>
						Promise.resolve(
							['plenary', this.#role, speaker, file.name, file.size, file.lastModified, options.endpoint].join('|')
						),
					onProgress: (sent, all) => change({ part: all > 0 ? sent / all : 0, waiting: false }),
					onSuccess: () => resolve(),
					onShouldRetry: (error) => isPassing(refusal(error)),
					onError: (error) => {
						const refused = refusal(error);
						if (isPassing(refused)) {
							change({ waiting: true });
							running.timer = setTimeout(() => upload.start(), AGAIN_MS);
						} else reject(new Error(explain(refused)));
					}
				});
				const running: Running = { id, upload, end: resolve };
				this.#running.push(running);
				void upload.findPreviousUploads().then(([before]) => {
					if (before) upload.resumeFromPreviousUpload(before);
					upload.start();
				});
			});
		} finally {
			this.#forget(id);
		}
	}

	/** Gives an upload up: nothing of it stays. */
	async cancel(id: number): Promise<void> {
		const running = this.#running.find((one) => one.id === id);
		this.#forget(id);
		running?.end();
		await running?.upload.abort(true).catch(() => undefined);
	}

	/** Stops sending; what is there stays until it is gone on with. */
	close(): void {
		for (const { upload, timer } of this.#running) {
			clearTimeout(timer);
			void upload.abort();
		}
	}

	#forget(id: number): void {
		clearTimeout(this.#running.find((one) => one.id === id)?.timer);
		this.#running = this.#running.filter((one) => one.id !== id);
		this.list = this.list.filter((one) => one.id !== id);
	}
}

/** Whether the next try may do better: without an answer, or when the server has no room now. */
export function isPassing({ status, kind }: ApiError): boolean {
	return status === 0 || status === 409
		? kind !== 'too-many-uploads'
		: status === 423 || status === 429 || status >= 500;
}

/** What the server answered, if it did. */
function refusal(error: Error | DetailedError): ApiError {
	const answer = 'originalResponse' in error ? error.originalResponse : null;
	try {
		return failure(answer?.getStatus() ?? 0, JSON.parse(answer?.getBody() ?? '') as Problem);
	} catch {
		// There was no answer, or a proxy's own words.
		return failure(answer?.getStatus() ?? 0, undefined);
	}
}

// One media session that comes back by itself, with a fresh token for each connection.
import { Connection, Signals } from '@moq/net';
import { ApiError, type MediaGrant } from '#lib/api/client.ts';

/** The first wait before another try and the longest, in ms; half of each is drawn by chance, so that
 * thousands who lost the same server do not come back together. */
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 10_000;
/** How long a connection may take before it is given up, in ms. */
const CONNECT_MS = 8_000;
/** How long WebTransport may be ahead of WebSocket, in ms: enough for a slow machine, and the two are
 * still decided within 1.5 s. Less once WebSocket was the faster one on this network. */
const HEAD_START_MS = 800;
const SHORT_START_MS = 250;

export type Status = 'connecting' | 'open' | 'retrying' | 'refused' | 'closed';

export class Session {
	/** The connection, for those who follow it across reconnects. */
	readonly established = new Signals.Signal<Connection.Established | undefined>(undefined);
	/** Where it stands. */
	status = $state<Status>('connecting');
	/** What the server said about this browser, as of the last connection. */
	grant = $state.raw<MediaGrant>();
	/** How the bits travel. */
	transport = $state<'webtransport' | 'websocket'>();
	/** Why the server refused, when it did. */
	refusal = $state.raw<ApiError>();
	/** Connections that were made so far. */
	connections = $state(0);

	readonly #ask: () => Promise<MediaGrant>;
	readonly #granted: ((grant: MediaGrant) => void) | undefined;
	readonly #abort = new AbortController();
	#webSocketWon = false;
	#wake: (() => void) | undefined;

	/** `ask` brings the grant and token for the next connection; `granted` hears what it says. */
	constructor(ask: () => Promise<MediaGrant>, granted?: (grant: MediaGrant) => void) {
		this.#ask = ask;
		this.#granted = granted;
		globalThis.addEventListener?.('online', this.#online);
		void this.#run();
	}

	/** Tries again at once. */
	retry(): void {
		this.#wake?.();
	}

	close(): void {
		globalThis.removeEventListener?.('online', this.#online);
		this.#abort.abort();
		this.#wake?.();
		this.established.peek()?.close();
		this.established.set(undefined);
		this.status = 'closed';
	}

	readonly #online = () => this.retry();

	async #run(): Promise<void> {
		for (let wait_ms = FIRST_WAIT_MS; !this.#abort.signal.aborted;) {
			const connected = await this.#connect();
			if (this.#abort.signal.aborted) return;
			wait_ms = connected ? FIRST_WAIT_MS : Math.min(wait_ms * 2, LONGEST_WAIT_MS);
			await this.#pause(wait_ms / 2 + (Math.random() * wait_ms) / 2);
		}
	}

	/** One connection from beginning to end. Answers whether there was one. */
	async #connect(): Promise<boolean> {
		let established: Connection.Established;
		try {
			const grant = await this.#ask();
			this.grant = grant;
			this.refusal = undefined;
			this.#granted?.(grant);
			const url = new URL(grant.url_path, location.origin);
			url.searchParams.set('jwt', grant.token);
			established = await Connection.connect(url, {
				websocket: { delay: this.#webSocketWon ? SHORT_START_MS : HEAD_START_MS },
				signal: AbortSignal.any([this.#abort.signal, AbortSignal.timeout(CONNECT_MS)])
			});
		} catch (error) {
			if (this.#abort.signal.aborted) return false;
			const refused = error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
			this.refusal = refused ? error : undefined;
			this.status = refused ? 'refused' : 'retrying';
			return false;
		}
		this.#webSocketWon = established.transport === 'websocket';
		this.transport = established.transport;
		this.connections += 1;
		this.status = 'open';
		this.established.set(established);
		await established.closed.catch(() => undefined);
		this.established.set(undefined);
		if (!this.#abort.signal.aborted) this.status = 'retrying';
		return true;
	}

	#pause(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms);
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}
}

// What a producer sees between pressing a key and the server's answer: the crew's document as it will
// be if the server agrees. When it refuses, the overlay is dropped and the document is right again.
import type { Caption, Crew, Item, Scene } from '#lib/api/types.ts';

/** What one command is expected to change. */
export interface Expectation {
	programme?: Scene;
	preview?: Scene;
	caption?: Caption | null;
	running?: boolean;
	current?: string | null;
	items?: (items: Item[]) => Item[];
	admission?: { source: string; to: 'admitted' | 'refused' | 'waiting' };
}

interface Pending {
	id: number;
	expect: Expectation;
	/** Once the server agreed: drop the overlay with the first document that was made after this. */
	agreed_ms: number | undefined;
}

/** How long an overlay outlives the server's yes, in ms: the document follows within this. */
const GRACE_MS = 1_500;

export class Optimism {
	#pending: Pending[] = [];
	#next = 1;

	/** A command was sent. Answers its number. */
	expect(expect: Expectation): number {
		const id = this.#next++;
		this.#pending.push({ id, expect, agreed_ms: undefined });
		return id;
	}

	/** The server refused: what was shown for the command goes at once. */
	refused(id: number): void {
		this.#pending = this.#pending.filter((one) => one.id !== id);
	}

	/** The server agreed at `now_ms`: the next document speaks for itself. */
	agreed(id: number, now_ms: number): void {
		this.#pending = this.#pending.map((one) => (one.id === id ? { ...one, agreed_ms: now_ms } : one));
	}

	/** A document came at `now_ms`: overlays whose command it must contain are dropped. */
	document(now_ms: number): void {
		this.#pending = this.#pending.filter((one) => one.agreed_ms === undefined || one.agreed_ms > now_ms);
	}

	/** Whether overlays remain that no document will end; call it now and then. */
	expire(now_ms: number): void {
		this.#pending = this.#pending.filter((one) => one.agreed_ms === undefined || now_ms - one.agreed_ms < GRACE_MS);
	}

	/** Commands without an answer. */
	get waiting(): number {
		return this.#pending.filter((one) => one.agreed_ms === undefined).length;
	}

	/** The document as the producer sees it. */
	apply(crew: Crew): Crew {
		return this.#pending.reduce((seen, { expect }) => overlay(seen, expect), crew);
	}
}

function overlay(crew: Crew, expect: Expectation): Crew {
	const seen = { ...crew };
	if (expect.programme) seen.programme = expect.programme;
	if (expect.preview) seen.preview = expect.preview;
	if (expect.caption !== undefined) seen.caption = expect.caption;
	if (expect.running !== undefined || expect.current !== undefined || expect.items) {
		seen.rundown = { ...crew.rundown };
		if (expect.running !== undefined) {
			seen.rundown.running = expect.running;
			if (!expect.running) seen.rundown.follows_at = null;
		}
		if (expect.items) seen.rundown.items = expect.items(crew.rundown.items);
		if (expect.current !== undefined) {
			seen.rundown.current = expect.current;
			const place = seen.rundown.items.findIndex((item) => item.id === expect.current);
			seen.rundown.next = seen.rundown.items[place + 1]?.id ?? null;
		}
	}
	const { admission } = expect;
	if (admission)
		seen.sources = crew.sources.map((one) => (one.id === admission.source ? { ...one, admission: admission.to } : one));
	return seen;
}

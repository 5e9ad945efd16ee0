// What a producer sees between pressing a key and the server's answer: a document as it will be if the server
// agrees. When it refuses, the overlay is dropped and the document is right again.

interface Pending<Document> {
	id: number;
	overlay: (document: Document) => Document;
	/** Once the server agreed: drop the overlay with the first document that was made after this. */
	agreed_ms: number | undefined;
}

/** How long an overlay outlives the server's yes, in ms: the document follows within this. */
const GRACE_MS = 1_500;

export class Optimism<Document> {
	#pending: Pending<Document>[] = [];
	#next = 1;

	/** A command was sent, which is expected to change the document so. Answers its number. */
	expect(overlay: (document: Document) => Document): number {
		const id = this.#next++;
		this.#pending.push({ id, overlay, agreed_ms: undefined });
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

	/** Drops overlays that no document will end; call it now and then. */
	expire(now_ms: number): void {
		this.#pending = this.#pending.filter((one) => one.agreed_ms === undefined || now_ms - one.agreed_ms < GRACE_MS);
	}

	/** Commands without an answer. */
	get waiting(): number {
		return this.#pending.filter((one) => one.agreed_ms === undefined).length;
	}

	/** The document as the producer sees it. */
	apply(document: Document): Document {
		return this.#pending.reduce((seen, { overlay }) => overlay(seen), document);
	}
}

// Puts samples of several groups in order. Groups travel on streams of their own, so a newer one can
// overtake an older one that is stuck; then the older one is given up when the newer one is due.
import type { Sample } from '../container.ts';

interface Group {
	sequence: number;
	samples: Sample[];
	done: boolean;
}

/** Groups held at a time: a few seconds of pictures. The oldest is dropped beyond that. */
const MOST_GROUPS = 32;

export class Sequencer {
	/** Groups that were given up because they came too late. */
	skipped = 0;
	#groups: Group[] = [];
	#next = 0;

	/** A group has opened. Answers whether its samples are still wanted. */
	open(sequence: number): boolean {
		if (sequence < this.#next) return false;
		const place = this.#groups.findIndex((group) => group.sequence >= sequence);
		if (place >= 0 && this.#groups[place]!.sequence === sequence) return true;
		this.#groups.splice(place < 0 ? this.#groups.length : place, 0, { sequence, samples: [], done: false });
		if (this.#groups.length > MOST_GROUPS) this.#drop();
		return true;
	}

	/** A sample has come. Answers whether more of the group is wanted. */
	push(sequence: number, sample: Sample): boolean {
		const group = this.#groups.find((group) => group.sequence === sequence);
		group?.samples.push(sample);
		return group !== undefined;
	}

	/** A group has ended, or will not be completed. */
	close(sequence: number): void {
		const group = this.#groups.find((group) => group.sequence === sequence);
		if (group) group.done = true;
	}

	/** The next sample in order, when it is there. `due` tells whether a sample must be shown by now. */
	next(due: (sample: Sample) => boolean): Sample | undefined {
		for (;;) {
			const [group, newer] = this.#groups;
			if (!group) return undefined;
			// When a newer group is due, all of this one is overdue: nobody waits for it.
			if (newer?.samples[0] && due(newer.samples[0])) {
				if (group.samples.length > 0 || !group.done) this.#drop();
				else this.#shift();
				continue;
			}
			const sample = group.samples.shift();
			if (sample) {
				this.#next = group.sequence;
				return sample;
			}
			if (!group.done) return undefined;
			this.#shift();
		}
	}

	#drop(): void {
		this.skipped += 1;
		this.#shift();
	}

	#shift(): void {
		const group = this.#groups.shift();
		if (group) this.#next = group.sequence + 1;
	}
}

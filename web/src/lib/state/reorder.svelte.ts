// Rows of a list that are dragged to another place.

/** What is dragged and where it would be dropped. Spread `handle` on what is taken hold of, `target` on each row. */
export class Reorder {
	/** What is dragged now. */
	dragged = $state<string>();
	/** The place that it would be dropped at: before the row that stands there. */
	over = $state<number>();
	readonly #place: (id: string, place: number) => void;
	readonly #places: () => readonly string[];

	/** Reads the order as it is, and is told the place at which a row is to stand afterwards. */
	constructor(places: () => readonly string[], place: (id: string, place: number) => void) {
		this.#places = places;
		this.#place = place;
	}

	handle(id: string, text: string) {
		return {
			draggable: 'true' as const,
			ondragstart: (event: DragEvent) => {
				this.dragged = id;
				event.dataTransfer?.setData('text/plain', text);
			},
			ondragend: () => this.#end()
		};
	}

	target(place: number) {
		return {
			ondragover: (event: DragEvent) => {
				// A file or a text from elsewhere is not a row.
				if (this.dragged === undefined) return;
				event.preventDefault();
				this.over = place;
			},
			ondrop: (event: DragEvent) => {
				event.preventDefault();
				const id = this.dragged;
				this.#end();
				if (id === undefined) return;
				const from = this.#places().indexOf(id);
				this.#place(id, from < place ? place - 1 : place);
			}
		};
	}

	#end(): void {
		this.dragged = this.over = undefined;
	}
}

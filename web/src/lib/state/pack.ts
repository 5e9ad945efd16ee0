// How cells of one shape fill a screen.

export interface Packed {
	columns: number;
	rows: number;
	/** Size of one cell in pixels. */
	width: number;
	height: number;
	/** Cells that are shown at a time; fewer than asked for where they would be too small to see. */
	shown: number;
}

/** Packs `count` cells of `ratio` (width by height) with `gap` pixels between them as large as they go.
 * Cells narrower than `least` pixels are left for the next page. */
export function pack(count: number, width: number, height: number, ratio: number, gap: number, least: number): Packed {
	for (let shown = Math.max(1, count); ; shown = Math.floor(shown / 2)) {
		let best: Packed = { columns: 1, rows: shown, width: 0, height: 0, shown };
		for (let columns = 1; columns <= shown; columns++) {
			const rows = Math.ceil(shown / columns);
			const across = (width - gap * (columns - 1)) / columns;
			const down = (height - gap * (rows - 1)) / rows;
			const cell = Math.min(across, down * ratio);
			if (cell > best.width) best = { columns, rows, width: cell, height: cell / ratio, shown };
		}
		if (best.width >= least || shown <= 1) return best;
	}
}

/** Where cell `index` of `packed` stands on a screen of `width` by `height`; the last row is centred. */
export function place(packed: Packed, index: number, width: number, height: number, gap: number, rtl: boolean) {
	const row = Math.floor(index / packed.columns);
	const inRow = row === packed.rows - 1 ? packed.shown - row * packed.columns : packed.columns;
	const column = rtl ? inRow - 1 - (index % packed.columns) : index % packed.columns;
	const rowWidth = inRow * packed.width + (inRow - 1) * gap;
	const allHeight = packed.rows * packed.height + (packed.rows - 1) * gap;
	return {
		x: (width - rowWidth) / 2 + column * (packed.width + gap),
		y: (height - allHeight) / 2 + row * (packed.height + gap),
		column: index % packed.columns,
		row
	};
}

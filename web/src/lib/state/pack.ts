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

/** How far a cell may be from the shape of its picture; beyond, too much of the picture is cut. */
const FURTHEST = 1.55;
/** What a part that is cut off costs, against a place that stays empty. */
const CUT = 0.5;

/** Packs `count` cells with `gap` pixels between them so that they fill the screen: of the possible
 * grids the one that cuts least of the pictures (their shape is `ratio`, width by height) and leaves
 * fewest places empty. Cells narrower than `least` pixels are left for the next page. */
export function pack(count: number, width: number, height: number, ratio: number, gap: number, least: number): Packed {
	for (let shown = Math.max(1, count); ; shown = Math.floor(shown / 2)) {
		let best: (Packed & { cost: number }) | undefined;
		for (let columns = 1; columns <= shown; columns++) {
			const rows = Math.ceil(shown / columns);
			const across = (width - gap * (columns - 1)) / columns;
			const down = (height - gap * (rows - 1)) / rows;
			if (across <= 0 || down <= 0) continue;
			const shape = across / down / ratio;
			const cut = 1 - Math.min(shape, 1 / shape);
			const cost = CUT * cut + (columns * rows - shown) / (columns * rows);
			if (best && cost >= best.cost) continue;
			const w = Math.min(across, down * ratio * FURTHEST);
			const h = Math.min(down, (across / ratio) * FURTHEST);
			best = { columns, rows, width: w, height: h, shown, cost };
		}
		if (shown <= 1 || (best && best.width >= least)) {
			const { columns = 1, rows = 1, width: w = 0, height: h = 0 } = best ?? {};
			return { columns, rows, width: w, height: h, shown };
		}
	}
}

/** Where place `index` of the grid stands on a screen of `width` by `height`. */
export function place(packed: Packed, index: number, width: number, height: number, gap: number, rtl: boolean) {
	const row = Math.floor(index / packed.columns);
	const inOrder = index % packed.columns;
	const column = rtl ? packed.columns - 1 - inOrder : inOrder;
	const allWidth = packed.columns * packed.width + (packed.columns - 1) * gap;
	const allHeight = packed.rows * packed.height + (packed.rows - 1) * gap;
	return {
		x: (width - allWidth) / 2 + column * (packed.width + gap),
		y: (height - allHeight) / 2 + row * (packed.height + gap),
		column: inOrder,
		row
	};
}

// Paints a page of the wall on a canvas, and the roll from one page to the next.
import type { WallLayout } from '#lib/api/types.ts';
import { pack, place, type Packed } from './pack.ts';

/** Hairlines between cells, in CSS pixels. */
export const GAP = 2;
/** Cells narrower than this cannot be recognised, in CSS pixels. */
export const LEAST = 84;
/** A grid has at least this many places: a single tile of 160x90 that fills a hall's screen is no
 * sight, and quiet places around it say that there is room. */
const FEWEST = 6;
/** Each column begins a little later than the one before: a wave, as a part of the whole roll. */
const WAVE = 0.45;

/** One page as it is painted. */
export interface Sheet {
	picture: ImageBitmap | undefined;
	cells: readonly ({ name: string; country: string } | null)[];
}

/** The cells of a page on a screen of `width` by `height` CSS pixels. */
export function arrange(layout: WallLayout, cells: number, width: number, height: number): Packed {
	return pack(Math.max(FEWEST, cells), width, height, layout.cell.width / layout.cell.height, GAP, LEAST);
}

/** Cells of a page up to its last place that is taken. */
export function taken(page: WallLayout['pages'][number] | undefined): number {
	return (page?.findLastIndex((cell) => cell !== null) ?? -1) + 1;
}

/** Paints `to`; while `turn` is below 1, `from` rolls out above it. `scale` is device pixels a CSS pixel. */
export function paint(
	context: CanvasRenderingContext2D,
	layout: WallLayout,
	from: Sheet | undefined,
	to: Sheet,
	turn: number,
	quiet: string,
	rtl: boolean,
	scale: number
): void {
	const [width, height] = [context.canvas.width / scale, context.canvas.height / scale];
	context.setTransform(scale, 0, 0, scale, 0, 0);
	context.fillStyle = '#000';
	context.fillRect(0, 0, width, height);
	const packed = arrange(layout, to.cells.length, width, height);
	const columns = Math.max(1, packed.columns - 1);
	if (turn < 1 && from) {
		const before = arrange(layout, from.cells.length, width, height);
		const wide = Math.max(1, before.columns - 1);
		draw(context, layout, from, before, rtl, quiet, width, height, (column) => -height * eased(turn, column / wide));
		draw(
			context,
			layout,
			to,
			packed,
			rtl,
			quiet,
			width,
			height,
			(column) => height * (1 - eased(turn, column / columns))
		);
	} else draw(context, layout, to, packed, rtl, quiet, width, height, () => 0);
}

function draw(
	context: CanvasRenderingContext2D,
	layout: WallLayout,
	sheet: Sheet,
	packed: Packed,
	rtl: boolean,
	quiet: string,
	width: number,
	height: number,
	shift: (column: number) => number
): void {
	// Places that nobody takes stay quiet, in the summit's colour: a wall has no holes.
	for (let index = 0; index < packed.columns * packed.rows; index++) {
		const cell = place(packed, index, width, height, GAP, rtl);
		const y = cell.y + shift(cell.column);
		if (y >= height || y + packed.height <= 0) continue;
		// Whole pixels, or hairlines come out uneven.
		const [left, top] = [Math.round(cell.x), Math.round(y)];
		const [w, h] = [Math.round(cell.x + packed.width) - left, Math.round(y + packed.height) - top];
		if (sheet.picture && index < packed.shown && sheet.cells[index]) {
			const [sx, sy] = [
				(index % layout.columns) * layout.cell.width,
				Math.floor(index / layout.columns) * layout.cell.height
			];
			// The middle of the picture, cut to the shape of the cell.
			const shape = Math.min(layout.cell.width / w, layout.cell.height / h);
			const [sw, sh] = [w * shape, h * shape];
			const [dx, dy] = [(layout.cell.width - sw) / 2, (layout.cell.height - sh) / 2];
			context.drawImage(sheet.picture, sx + dx, sy + dy, sw, sh, left, top, w, h);
		} else {
			context.fillStyle = quiet;
			context.fillRect(left, top, w, h);
		}
	}
}

/** How far a column has rolled: slow at both ends. */
function eased(turn: number, column: number): number {
	const t = Math.min(1, Math.max(0, (turn - column * WAVE) / (1 - WAVE)));
	return t * t * t * (t * (6 * t - 15) + 10);
}

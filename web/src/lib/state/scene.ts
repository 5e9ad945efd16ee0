// Questions about scenes that several screens ask.
import type { Scene, SourceId } from '#lib/api/types.ts';

export type Layout = Scene['layout'];

/** The sources that a scene shows, the largest first. */
export function sourcesOf(scene: Scene): SourceId[] {
	switch (scene.layout) {
		case 'slate':
			return [];
		case 'full':
			return [scene.source];
		case 'two':
			return [scene.left, scene.right];
		case 'inset':
			return [scene.main, scene.inset];
	}
}

/** How many sources a layout needs. */
export const PLACES: Record<Layout, number> = { slate: 0, full: 1, two: 2, inset: 2 };

/** The scene of a layout with these sources; nothing while too few are chosen. */
export function assemble(layout: Layout, sources: readonly (SourceId | undefined)[]): Scene | undefined {
	const [first, second] = sources;
	if (layout === 'slate') return { layout };
	if (!first) return undefined;
	if (layout === 'full') return { layout, source: first };
	if (!second || first === second) return undefined;
	return layout === 'two' ? { layout, left: first, right: second } : { layout, main: first, inset: second };
}

export function same(a: Scene, b: Scene): boolean {
	return a.layout === b.layout && sourcesOf(a).join() === sourcesOf(b).join();
}

// Questions about scenes that several screens ask.
import type { Arrangement, Scene, ScenePlace, SourceId } from '#lib/api/types.ts';

/** Nothing is cut away. */
export const UNCUT: ScenePlace['crop'] = { left: 0, top: 0, right: 0, bottom: 0 };

/** A scene without its sources: a layout, or places of one's own. */
export type Form =
	{ layout: 'slate' | 'full' | 'two' | 'inset' } | { layout: 'boxes'; places: readonly ScenePlace[]; id?: string };

/** The sources that a scene shows, the largest first; of boxes, from the back to the front. */
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
		case 'boxes':
			return scene.boxes.map((box) => box.source);
	}
}

/** What is left of a scene without its sources. */
export function formOf(scene: Scene): Form {
	if (scene.layout !== 'boxes') return { layout: scene.layout };
	return { layout: 'boxes', places: scene.boxes.map(({ at, crop }) => ({ at, crop: crop ?? UNCUT })) };
}

/** The form of an arrangement of the crew's document. */
export const arranged = ({ id, places }: Arrangement): Form => ({ layout: 'boxes', places, id });

/** How many sources a form has room for. */
export function roomIn(form: Form): number {
	return form.layout === 'boxes' ? form.places.length : { slate: 0, full: 1, two: 2, inset: 2 }[form.layout];
}

/** The scene of a form with these sources; nothing while too few are chosen. Boxes come one by one. */
export function assemble(form: Form, sources: readonly (SourceId | undefined)[]): Scene | undefined {
	const [first, second] = sources;
	if (form.layout === 'slate') return { layout: form.layout };
	if (form.layout === 'boxes') {
		const boxes = form.places.flatMap((place, at) => {
			const source = sources[at];
			return source ? [{ source, ...place }] : [];
		});
		return boxes.length > 0 ? { layout: 'boxes', boxes } : undefined;
	}
	if (!first) return undefined;
	if (form.layout === 'full') return { layout: form.layout, source: first };
	if (!second || first === second) return undefined;
	return form.layout === 'two'
		? { layout: form.layout, left: first, right: second }
		: { layout: form.layout, main: first, inset: second };
}

export function same(a: Scene, b: Scene): boolean {
	const form = (scene: Scene) => (scene.layout === 'boxes' ? JSON.stringify(scene.boxes) : sourcesOf(scene).join());
	return a.layout === b.layout && form(a) === form(b);
}

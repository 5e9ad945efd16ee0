import { describe, expect, it } from 'vitest';
import type { Graphic, GraphicContent, Graphics } from '#lib/api/types.ts';
import { empty, GRAPHIC_KINDS, graphicText, placed, placeOf, type GraphicKind } from './graphics.ts';

const graphic = (id: string, content: GraphicContent): Graphic => ({ id, content });
const topic = graphic('topic', { kind: 'topic', text: 'Water', edge: 'top' });
const other = graphic('other', { kind: 'topic', text: 'Air', edge: 'top' });
const below = graphic('below', { kind: 'topic', text: 'Earth', edge: 'bottom' });
const logo = graphic('logo', { kind: 'logo', image: 'x', name: 'Ours', corner: 'top_left' });
const all: Graphics = { all: [topic, other, below, logo], air: ['topic', 'logo'], preview: [] };

describe('graphics', () => {
	it('have a place of their own each', () => {
		expect(placed(all, all.air, below, true)).toEqual(['topic', 'logo', 'below']);
		expect(placed(all, all.air, other, true)).toEqual(['logo', 'other']);
		expect(placed(all, all.air, topic, true)).toEqual(['logo', 'topic']);
		expect(placed(all, all.air, topic, false)).toEqual(['logo']);
		expect(placeOf({ kind: 'clock' })).toBe(placeOf({ kind: 'logo', image: 'x' }));
	});

	it('of every kind have a name and something to read', () => {
		for (const kind of Object.keys(GRAPHIC_KINDS) as GraphicKind[]) {
			expect(GRAPHIC_KINDS[kind]()).not.toBe('');
			expect(empty(kind).kind).toBe(kind);
		}
		expect(graphicText(logo.content)).toBe('Ours');
		expect(graphicText({ kind: 'clock', zone: 'Asia/Tehran' })).toBe('Asia/Tehran');
	});
});

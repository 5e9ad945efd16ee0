import { describe, expect, it } from 'vitest';
import type { Crew, Scene } from '#lib/api/types.ts';
import { overlay, type Expectation } from './control/expectation.ts';
import { Optimism } from './optimism.ts';

const full = (source: string): Scene => ({ layout: 'full', source });
const crew: Crew = {
	at: 0,
	backstage: { rooms: [], seats: {}, ends: {}, talks: [], calls: [] },
	frame: 0,
	programme: { layout: 'slate' },
	preview: full('speaker/a'),
	mixing: false,
	caption: null,
	graphics: { all: [], air: [], preview: [] },
	lost: [],
	armed: false,
	arrangements: [],
	air: { delay_ms: 0, held_ms: 0, holding: false },
	stands_in: null,
	rundown: { current: null, since: null, next: 'a', follows_at: 5, running: true, shifts: [] },
	floor: {
		rules: { open: true, categories: [], person_s: null, delegation_s: null },
		order: ['a'],
		requests: {},
		called: null,
		speaking: null,
		speeches: 0
	},
	sound: {
		strips: [],
		bed: null,
		playing: false,
		ducked: false,
		loudness: {
			momentary: null,
			short_term: null,
			integrated: null,
			true_peak_db: null,
			reduction_db: 0,
			seconds: 0
		}
	},
	sources: [],
	viewers: 0,
	locations_online: 0,
	faults: [],
	recording: false,
	late_frames: 0,
	dropped: 0,
	last_taken: null
};

const asked = (expect: Expectation) => (crew: Crew) => overlay(crew, expect);

describe('what a producer sees before the server answers', () => {
	it('is what was asked for, at once', () => {
		const seen = new Optimism<Crew>();
		seen.expect(asked({ programme: crew.preview, preview: { layout: 'slate' } }));
		expect(seen.apply(crew).programme).toEqual(full('speaker/a'));
		expect(seen.apply(crew).preview).toEqual({ layout: 'slate' });
	});

	it('is the floor as a press changes it', () => {
		const seen = new Optimism<Crew>();
		seen.expect(asked({ floor: (floor) => ({ ...floor, order: [] }) }));
		expect([seen.apply(crew).floor.order, crew.floor.order]).toEqual([[], ['a']]);
	});

	it('is corrected when the server refuses', () => {
		const seen = new Optimism<Crew>();
		const id = seen.expect(asked({ programme: full('speaker/gone') }));
		seen.refused(id);
		expect(seen.apply(crew)).toEqual(crew);
	});

	it('stays over documents that were made before the server agreed, and goes with the first one after', () => {
		const seen = new Optimism<Crew>();
		const id = seen.expect(asked({ programme: full('speaker/a') }));
		seen.document(10);
		expect(seen.apply(crew).programme).toEqual(full('speaker/a'));
		seen.agreed(id, 20);
		seen.document(30);
		expect(seen.apply(crew).programme).toEqual({ layout: 'slate' });
	});

	it('does not outlive an answer for long when no document comes', () => {
		const seen = new Optimism<Crew>();
		seen.agreed(seen.expect(asked({ caption: { name: 'A', title: '' } })), 0);
		seen.expire(10_000);
		expect(seen.apply(crew).caption).toBeNull();
	});

	it('knows what follows the item that was jumped to, and that taking over stops the clock', () => {
		const seen = new Optimism<Crew>();
		seen.expect(asked({ current: { id: 'a', next: 'b' }, running: false }));
		expect(seen.apply(crew).rundown).toMatchObject({ current: 'a', next: 'b', running: false, follows_at: null });
		expect(crew.rundown.current).toBeNull();
	});
});

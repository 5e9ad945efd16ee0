// What one command is expected to change in the crew's document.
import type { Caption, Crew, Floor, Graphics, Scene, SoundDesk } from '#lib/api/types.ts';

export interface Expectation {
	programme?: Scene;
	preview?: Scene;
	caption?: Caption | null;
	running?: boolean;
	armed?: boolean;
	delay_ms?: number;
	/** The item that is on air then, and the one that follows it. */
	current?: { id: string; next: string | undefined };
	/** What becomes of the graphics. */
	graphics?: ((graphics: Graphics) => Graphics) | undefined;
	/** What becomes of the floor. */
	floor?: ((floor: Floor) => Floor) | undefined;
	/** What becomes of the sound desk. */
	sound?: (sound: SoundDesk) => SoundDesk;
	admission?: { source: string; to: 'admitted' | 'refused' | 'waiting' };
}

/** The crew's document as it will be. */
export function overlay(crew: Crew, expect: Expectation): Crew {
	const { programme, preview, caption, running, armed, delay_ms, current, admission, floor, graphics, sound } = expect;
	const seen = { ...crew };
	if (programme) seen.programme = programme;
	if (preview) seen.preview = preview;
	if (caption !== undefined) seen.caption = caption;
	if (armed !== undefined) seen.armed = armed;
	if (delay_ms !== undefined) seen.air = { ...seen.air, delay_ms };
	if (running !== undefined)
		seen.rundown = { ...seen.rundown, running, follows_at: running ? (crew.rundown.follows_at ?? null) : null };
	if (current) seen.rundown = { ...seen.rundown, current: current.id, next: current.next ?? null };
	if (graphics) seen.graphics = graphics(seen.graphics);
	if (sound) seen.sound = sound(seen.sound);
	if (floor) seen.floor = floor(seen.floor);
	if (admission)
		seen.sources = crew.sources.map((one) => (one.id === admission.source ? { ...one, admission: admission.to } : one));
	return seen;
}

// What things are called on the crew's screens.
import type { Arrangement, ItemKind } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';

/** Kinds of rundown items. */
export const KINDS: Record<ItemKind, () => string> = {
	speech: m.kind_speech,
	recorded: m.kind_recorded,
	call: m.kind_call,
	discussion: m.kind_discussion,
	wall: m.kind_wall,
	slate: m.kind_slate,
	music: m.kind_music,
	break: m.kind_break
};

/** Parts of the crew with notes of their own. */
export const ROLES: Record<string, () => string> = {
	producer: m.role_producer,
	sound: m.role_sound,
	graphics: m.role_graphics,
	guests: m.role_guests,
	interpreters: m.role_interpreters
};

const ARRANGEMENTS: Record<string, () => string> = {
	host_guest: m.arrangement_host_guest,
	grid_3: m.arrangement_grid_3,
	grid_4: m.arrangement_grid_4,
	grid_6: m.arrangement_grid_6,
	grid_9: m.arrangement_grid_9
};

/** What the crew calls an arrangement. */
export const arrangementName = (one: Arrangement): string => one.name ?? ARRANGEMENTS[one.id]?.() ?? one.id;

/** Fields of an item, as the history names them. */
export const FIELDS: Record<string, () => string> = {
	title: m.item_title_short,
	kind: m.item_kind,
	scene: m.scene,
	caption: m.caption_name,
	graphics: m.graphics,
	transition: m.transition,
	languages: m.item_languages,
	starts: m.item_starts,
	planned_s: m.item_length,
	end: m.item_then,
	backup: m.item_backup,
	notes: m.item_notes,
	role_notes: m.item_role_notes
};

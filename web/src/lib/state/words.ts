// Refusals and faults in the reader's words.
import { ApiError } from '#lib/api/client.ts';
import type { Fault } from '#lib/api/types.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** What a failure means for the person who caused it. */
export function explain(error: unknown): string {
	if (!(error instanceof ApiError)) return m.failed_unknown();
	// What is wrong with a field or a file only the server knows; it says so in English.
	if (PRECISE.has(error.kind) && getLocale() === 'en' && error.detail) return sentence(error.detail);
	if (error.kind === 'invalid-field') {
		const field = FIELDS[error.field ?? '']?.();
		return field ? m.failed_field({ field }) : m.failed_refused();
	}
	const known = PROBLEMS[error.kind];
	if (known) return known();
	if (error.status >= 500) return m.failed_server();
	return getLocale() === 'en' && error.detail ? sentence(error.detail) : m.failed_refused();
}

/** What is wrong, for the crew, and the server's own words where they are another language's. */
export function trouble(fault: Fault): { text: string; detail: string } {
	if (getLocale() === 'en' && fault.text) return { text: fault.text, detail: '' };
	return { text: (FAULTS[fault.code] ?? m.fault_other)(), detail: fault.text };
}

/** Every kind of problem that `crates/api` names, but for those that no page of this app can meet. */
export const PROBLEMS: Record<string, () => string> = {
	offline: m.failed_offline,
	'no-link': m.failed_no_link,
	'not-yours': m.failed_not_yours,
	'not-found': m.failed_gone,
	'too-many-requests': m.failed_too_often,
	'storage-full': m.failed_storage,
	'storage-unwritable': m.failed_storage,
	'storage-failed': m.failed_storage,
	'summit-closed': m.failed_summit_closed,
	'too-many-viewers': m.failed_too_many_viewers,
	'source-gone': m.failed_source_gone,
	'not-admitted': m.failed_not_admitted,
	'clip-not-ready': m.failed_clip_not_ready,
	'clip-not-approved': m.failed_clip_not_approved,
	'clip-approved': m.failed_clip_approved,
	'not-ready': m.failed_clip_not_ready,
	'too-many-uploads': m.failed_too_many_uploads,
	'upload-refused': m.failed_upload,
	'clip-on-air': m.failed_clip_on_air,
	'run-through': m.failed_run_through,
	'stage-on-air': m.failed_stage_on_air,
	'location-taken': m.failed_location_taken,
	'item-on-air': m.failed_item_on_air,
	'item-changed': m.failed_item_changed,
	undone: m.failed_undone,
	'nothing-before': m.failed_nothing_before,
	'nothing-to-undo': m.failed_nothing_to_undo,
	'rundown-end': m.rundown_end,
	'rundown-start': m.rundown_start,
	'floor-closed': m.failed_floor_closed,
	'floor-asked': m.failed_floor_asked,
	'floor-held': m.failed_floor_held,
	'floor-full': m.failed_floor_full,
	'floor-not-asked': m.failed_floor_not_asked,
	'floor-nobody': m.failed_floor_nobody,
	'rooms-full': m.failed_rooms_full,
	'room-changed': m.failed_item_changed,
	'guest-out': m.failed_guest_out,
	'guest-not-out': m.failed_guest_not_out,
	'guest-nowhere': m.failed_guest_nowhere,
	'not-a-guest': m.failed_not_a_guest,
	'guest-on-air': m.failed_guest_on_air,
	'guest-away': m.failed_guest_away,
	'guest-on-call': m.failed_guest_on_call,
	'on-call': m.failed_on_call,
	'call-ended': m.failed_call_ended,
	exists: m.failed_exists,
	'show-busy': m.failed_show_busy,
	'stage-unavailable': m.failed_stage,
	'shutting-down': m.failed_ending,
	'show-ended': m.failed_ending,
	'link-unknown': m.failed_link_unknown,
	'link-taken': m.join_taken,
	'link-expired': m.join_expired,
	'link-revoked': m.join_revoked,
	'rehearsal-link': m.failed_rehearsal_link,
	yourself: m.failed_yourself,
	'too-many-keys': m.failed_too_many_keys,
	'too-many-graphics': m.failed_too_many_graphics,
	'too-many-pictures': m.failed_too_many_pictures,
	'too-large': m.failed_too_large,
	unreadable: m.failed_broken_off,
	unanswered: m.failed_unanswered
};

/** Kinds whose own sentence says more than any that is written beforehand. */
const PRECISE = new Set(['invalid-field', 'too-large']);

/** The server's names of fields, as the forms call them. */
const FIELDS: Record<string, () => string> = {
	name: m.col_name,
	file: m.subtitles,
	in_ms: m.clip_in,
	out_ms: m.clip_out,
	note: m.review_note,
	reason: m.room_reason,
	title: m.item_title_short,
	'caption.name': m.caption_name,
	'caption.title': m.caption_title,
	notes: m.item_notes,
	planned_s: m.item_length,
	mix: m.mix_length,
	'transition.duration_ms': m.mix_length,
	'transition.cut_ms': m.stinger_cut,
	'content.text': m.graphic_text,
	'content.by': m.graphic_by,
	'content.label': m.graphic_label,
	'content.zone': m.zone,
	'content.image': m.graphic_image,
	'content.name': m.caption_name,
	'content.title': m.caption_title,
	zone: m.zone,
	language: m.language_tag,
	delegation: m.delegation,
	categories: m.floor_rules,
	person_s: m.floor_person_limit,
	delegation_s: m.floor_delegation_limit,
	country: m.country,
	starts: m.summit_starts,
	'colours.ground': m.summit_ground,
	'colours.accent': m.summit_accent,
	rundown: m.rundown,
	locations: m.locations,
	speakers: m.speakers,
	viewers: m.viewers,
	hours: m.hours
};

const FAULTS: Record<string, () => string> = {
	store: m.fault_store,
	stage: m.fault_stage,
	'stage-apart': m.fault_stage_apart,
	rundown: m.fault_rundown,
	recording: m.fault_recording,
	graphics: m.fault_graphics
};

function sentence(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}

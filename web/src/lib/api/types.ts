// The nouns of the API and of the live documents. Field names are the server's.

export type SourceId = string;
export type Role = 'viewer' | 'producer' | 'speaker' | 'location' | 'rehearsal';

export interface Colours {
	ground: number;
	accent: number;
}

export type Scene =
	| { layout: 'slate' }
	| { layout: 'full'; source: SourceId }
	| { layout: 'two'; left: SourceId; right: SourceId }
	| { layout: 'inset'; main: SourceId; inset: SourceId };

export type Transition = { kind: 'cut' } | { kind: 'mix'; duration_ms: number };

export interface Caption {
	name: string;
	title: string;
}

export interface Item {
	id: string;
	title: string;
	scene: Scene;
	caption: Caption | null;
	transition: Transition;
	planned_s: number;
	end: 'wait' | 'follow';
	notes: string;
}

/** An item as it is sent to be added. */
export type NewItem = Omit<Item, 'id'> & { place?: number };

export interface Rundown {
	items: Item[];
	current: string | null;
	since: number | null;
	next: string | null;
	follows_at: number | null;
	running: boolean;
}

export type Admission = 'waiting' | 'admitted' | 'refused';
export type Presence = 'offline' | 'online' | 'starting' | 'live' | 'lost';

export interface Network {
	rtt_ms: number | null;
	send_bps: number | null;
	dropped: number | null;
	age_ms: number;
}

export interface Source {
	id: SourceId;
	name: string;
	title: string;
	kind: 'speaker' | 'location' | 'clip';
	broadcast: string | null;
	state: Presence;
	admission: Admission | null;
	country: string | null;
	fps: number | null;
	level_db: number | null;
	duration_ms: number | null;
	network: Network | null;
}

export interface Fault {
	code: string;
	text: string;
	since: number;
}

export type Actor = { kind: 'system' } | { kind: 'crew' | 'speaker' | 'location' | 'rehearsal'; id: string };

/** The document that the crew follows. */
export interface Crew {
	at: number;
	frame: number;
	programme: Scene;
	preview: Scene;
	mixing: boolean;
	caption: Caption | null;
	lost: SourceId[];
	rundown: Rundown;
	sources: Source[];
	viewers: number;
	locations_online: number;
	faults: Fault[];
	recording: boolean;
	late_frames: number;
	dropped: number;
	last_taken: { by: Actor; at: number } | null;
}

/** The document that every screen follows. */
export interface State {
	title: string;
	colours: Colours;
	starts: number | null;
	open: boolean;
	stage: string;
	programme: string;
	on_air: { title: string; since: number; caption: Caption | null } | null;
	wall: string;
}

/** The document that one person follows. */
export interface Cue {
	state: 'waiting' | 'ready' | 'next' | 'on_air' | 'removed';
	at: number | null;
	return_broadcast: string | null;
	reason: string | null;
}

/** The document of the wall. */
export interface WallLayout {
	columns: number;
	rows: number;
	cell: { width: number; height: number };
	picture: { width: number; height: number };
	pages: ({ name: string; country: string } | null)[][];
	page_ms?: number;
}

export interface MediaGrant {
	url_path: string;
	token: string;
	expires: number;
	role: Role;
	publish: string | null;
	programme: string;
	preview: string | null;
	state: string;
	crew: string | null;
	cue: string | null;
	wall: string;
	returns_prefix: string | null;
}

export interface LinkView {
	role: Role;
	name: string;
	summit: { title: string; colours: Colours };
	state: 'free' | 'yours' | 'taken' | 'expired' | 'revoked';
}

export interface Me {
	role: Role;
	id: string | null;
	name: string;
	title: string;
	summit: { id: string; title: string; colours: Colours; starts: number | null; open: boolean };
	source: SourceId | null;
	/** Every role that this browser holds a link for, the newest first. */
	roles: Role[];
}

export interface Summit {
	id: string;
	title: string;
	colours: Colours;
	starts: number | null;
	open: boolean;
}

/** A person's link: whether a browser holds it, and until when it works. */
export interface LinkState {
	bound: boolean;
	expires: number;
}

export interface Speaker {
	id: string;
	name: string;
	title: string;
	language: string;
	link: LinkState | null;
}

export interface Location {
	id: string;
	name: string;
	country: string;
	admission: Admission;
	link: LinkState | null;
}

export interface Producer {
	id: string;
	name: string;
	/** Whether it is the one who asks. */
	you: boolean;
	link: LinkState | null;
}

export interface Clip {
	id: string;
	title: string;
	state: 'checking' | 'ready' | 'failed';
	progress?: number | null;
	error?: string | null;
	duration_ms?: number | null;
}

export interface NewLink {
	url: string;
	expires: number;
}

export interface Taken {
	frame: number;
	programme: Scene;
	preview: Scene;
	recorded?: boolean;
}

export interface JournalEntry {
	sequence: number;
	at: number;
	actor: Actor;
	action: string;
	detail: unknown;
}

// The nouns of the API, as the server describes them, and those of the live documents, which it does
// not describe there. Field names are the server's.
import type { components } from './schema.ts';

type Schemas = components['schemas'];

export type SourceId = Schemas['SourceId'];
export type Role = Schemas['Role'];
export type Colours = Schemas['Colours'];
export type Scene = Schemas['Scene'];
export type NewScene = Schemas['NewScene'];
export type ScenePlace = Required<Schemas['ScenePlace']>;
export type Transition = Schemas['Transition'];
export type WipeDirection = Schemas['WipeDirection'];
export type GraphicContent = Schemas['GraphicContent'];
export type Graphic = Schemas['Graphic'];
export type Graphics = Schemas['Graphics'];
export type Caption = Schemas['Caption'];
export type Item = Schemas['Item'];
export type NewItem = Schemas['NewItem'];
export type Rundown = Schemas['Rundown'];
export type ItemKind = Schemas['ItemKind'];
export type RundownChange = Schemas['RundownChange'];
export type ImportReport = Schemas['ImportReport'];
export type ItemFields = Schemas['ItemFields'];
export type Admission = Schemas['Admission'];
export type Actor = Schemas['Actor'];
export type MediaGrant = Schemas['Media'];
export type LinkView = Schemas['Link'];
export type Me = Schemas['Me'];
export type Summit = Schemas['Summit'];
export type Speaker = Schemas['Speaker'];
export type Location = Schemas['Location'];
export type Producer = Schemas['Producer'];
export type Clip = Schemas['Clip'];
export type ClipChange = Schemas['ClipChange'];
export type ClipFinding = Schemas['ClipFinding'];
export type Stretch = Schemas['Stretch'];
export type NewLink = Pick<Schemas['NewLink'], 'url' | 'expires'>;
export type Floor = Schemas['Floor'];
export type FloorRequest = Schemas['FloorRequest'];
export type FloorSpeech = Schemas['FloorSpeech'];
export type FloorClock = Schemas['FloorClock'];
export type FloorCategory = Schemas['FloorCategory'];
export type FloorRank = Schemas['FloorRank'];
export type FloorChange = Schemas['FloorChange'];
export type FloorTotals = Schemas['FloorTotals'];
export type Hand = Schemas['Hand'];
export type SoundStrip = Omit<Schemas['SoundStripState'], 'settings'> & { settings: SoundSettings };
export type SoundDesk = Omit<Schemas['SoundDesk'], 'strips'> & { strips: SoundStrip[] };
export type SoundSettings = Required<Schemas['SoundStrip']> & {
	gate: Required<Schemas['SoundGate']>;
	limiter: Required<Schemas['SoundLimiter']>;
};
export type SoundStripChange = Schemas['SoundStripChange'];
export type SoundBedChange = Schemas['SoundBedChange'];
export type OwnFloor = Schemas['OwnFloor'];
export type JournalEntry = Schemas['Entry'];
export type RoomPlace = Schemas['RoomPlace'];
export type TalkTarget = Schemas['TalkTarget'];
export type ReturnPicture = Schemas['ReturnPicture'];
export type Backstage = Schemas['Backstage'];
export type Seat = Schemas['Seat'];
export type GuestEnd = Schemas['GuestEnd'];
export type Key = Schemas['Key'];
export type RunThrough = Schemas['RunThrough'];
export type RunThroughItem = Schemas['RunThroughItem'];
export type Stage = Schemas['Stage'];
export type MadeKey = Schemas['MadeKey'];

/** Whether a source is there. */
export type Presence = 'offline' | 'online' | 'starting' | 'live' | 'lost';

/** What a source's own end says about its network. */
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
	kind: 'speaker' | 'location' | 'clip' | 'wall' | 'stage';
	broadcast: string | null;
	state: Presence;
	admission: Admission | null;
	country: string | null;
	fps: number | null;
	level_db: number | null;
	duration_ms: number | null;
	network: Network | null;
}

/** Places for sources; one that comes with the program has no name of its own. */
export interface Arrangement {
	id: string;
	name: string | null;
	places: ScenePlace[];
}

/** Something that is wrong and that the crew has to know. */
export interface Fault {
	code: string;
	text: string;
	since: number;
}

/** The plan, a document of its own. */
export interface Plan {
	order: string[];
	items: Record<string, Item>;
}

/** The document that the crew follows. */
export interface Crew {
	at: number;
	frame: number;
	programme: Scene;
	preview: Scene;
	mixing: boolean;
	caption: Caption | null;
	/** The graphics that were prepared, and where they are. */
	graphics: Graphics;
	lost: SourceId[];
	/** Arrangements that scenes can be made of: those that come with the program, then the crew's own. */
	arrangements: Arrangement[];
	/** How the programme is held back on its way to the audience. */
	air: { delay_ms: number; held_ms: number; holding: boolean };
	/** Whether recorded backups take over by themselves. */
	armed: boolean;
	/** The recording that is on air in the place of the current item's scene. */
	stands_in: string | null;
	rundown: Rundown;
	floor: Floor;
	/** Rooms, who speaks to whom, and test calls. */
	backstage: Backstage;
	sound: SoundDesk;
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
	/** Its name, when it is a local one. */
	stage_name: string | null;
	programme: string;
	on_air: { title: string; since: number; caption: Caption | null; subtitles: Record<string, string> } | null;
	wall: string;
	/** Whether guests may ask for the floor. */
	floor_open: boolean;
}

/** The document that one person follows. */
export interface Cue {
	state: 'waiting' | 'ready' | 'next' | 'on_air' | 'removed';
	at: number | null;
	return_broadcast: string | null;
	reason: string | null;
	/** When the person appears next, as it looks now. */
	coming: { title: string; at: number | null; planned_s: number }[];
	/** Where the person stands with the floor, when they asked for it or have it. */
	floor: OwnFloor | null;
	/** Where the person is, and who speaks to them. */
	backstage: OwnBackstage;
}

/** What one guest follows of what happens behind the scenes. */
export interface OwnBackstage {
	/** The room that they are in; the green room has no name of its own. */
	room: { id: RoomPlace; name: string | null } | null;
	/** Why they were sent out, in words for them. */
	out: string | null;
	/** The name of whoever speaks to them. */
	spoken_to_by: string | null;
	/** Whether the crew hears them. */
	talking: boolean;
	/** The name of whoever is on a test call with them. */
	call: string | null;
	/** The picture that they see. */
	picture: ReturnPicture;
	/** The title of the item that comes next. */
	next: string | null;
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

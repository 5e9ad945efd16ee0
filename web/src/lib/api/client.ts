// Everything this app asks of the server, in one place. Paths, bodies and answers are checked against
// the server's own description of its API (`schema.ts`, made by `npm run api`).
import createClient, { createQuerySerializer } from 'openapi-fetch';
import type { paths } from './schema.ts';
import type {
	Admission,
	Caption,
	Clip,
	ClipChange,
	FloorCategory,
	FloorChange,
	GraphicContent,
	ItemFields,
	Location,
	MediaGrant,
	NewItem,
	NewScene,
	ReturnPicture,
	Role,
	Scene,
	SoundBedChange,
	SoundStripChange,
	Speaker,
	Summit,
	TalkTarget,
	Transition
} from './types.ts';

export type { MediaGrant };

/** How long an answer may take, in ms. */
const PATIENCE_MS = 15_000;

/** The server said no, or nothing at all (status 0). */
export class ApiError extends Error {
	constructor(
		/** HTTP status; 0 when the server was not reached. */
		readonly status: number,
		/** The last word of the problem's type: `link-taken`, `offline`. */
		readonly kind: string,
		/** What happened and what to do, in the server's words. */
		readonly detail: string,
		/** The field that has to be corrected. */
		readonly field?: string
	) {
		super(detail);
	}
}

export interface Problem {
	type?: string;
	detail?: string;
	field?: string | null;
}

export function failure(status: number, problem: Problem | undefined): ApiError {
	const kind = problem?.type?.split(':').at(-1) ?? 'unknown';
	return new ApiError(status, kind, problem?.detail ?? '', problem?.field ?? undefined);
}

/** The stage that this page directs; what the server chooses without one. */
let directed: string | undefined;
/** Everything that a stage has of its own is asked of this one from now on. */
export function directing(stage: string | undefined): void {
	directed = stage;
}
/** A path of the server's, for the stage that this page directs. */
export function staged(path: string): string {
	return directed ? `${path}${path.includes('?') ? '&' : '?'}stage=${encodeURIComponent(directed)}` : path;
}

const serialize = createQuerySerializer();
const client = createClient<paths>({
	querySerializer: (query) => serialize({ ...(directed && { stage: directed }), ...(query as object) }),
	baseUrl: globalThis.location?.origin,
	credentials: 'same-origin',
	// Looked up with each request, so that whoever watches the page's requests sees these too.
	fetch: (request) => globalThis.fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
});

/** The answer, or the reason why there is none. */
async function answer<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
	const { data, error, response } = await asked.catch(() => {
		throw new ApiError(0, 'offline', '');
	});
	if (!response.ok) throw failure(response.status, typeof error === 'object' ? (error as Problem) : undefined);
	return data as T;
}

const as = (role: Role | undefined) => ({ params: { query: { as: role } } });
const of = (id: string) => ({ params: { path: { id } } });
const on = (stage: string | undefined) => ({ params: { query: stage ? { stage } : {} } });

/** People who have a link. */
export type Holder = 'speakers' | 'locations' | 'producers';

export const api = {
	inspect: (token: string) => answer(client.POST('/api/v1/link/inspect', { body: { token } })),
	bind: (token: string) => answer(client.POST('/api/v1/link/bind', { body: { token } })),
	/** Gives up the link that this browser holds in a role. */
	leave: (role: Role) => answer(client.POST('/api/v1/link/leave', as(role))),
	/** Who this browser is; one that holds several links answers in the role that is asked for. */
	me: (role?: Role) => answer(client.GET('/api/v1/me', as(role))),
	/** A grant and a token for one media session. */
	media: (role?: Role, stage?: string) =>
		answer(client.POST('/api/v1/media', { params: { query: { as: role, ...(stage && { stage }) } } })),

	summit: () => answer(client.GET('/api/v1/summit')),
	changeSummit: (body: Partial<Omit<Summit, 'id'>>) => answer(client.PATCH('/api/v1/summit', { body })),

	/** The stages that this producer may direct, the main one first. */
	runThrough: () => answer(client.GET('/api/v1/run-through')),
	beginRunThrough: () => answer(client.POST('/api/v1/run-through')),
	resetRunThrough: () => answer(client.POST('/api/v1/run-through/reset')),
	endRunThrough: () => answer(client.DELETE('/api/v1/run-through')),
	noteRunThrough: (item: string, note: string) =>
		answer(client.PUT('/api/v1/run-through/notes/{id}', { ...of(item), body: { note } })),

	stages: () => answer(client.GET('/api/v1/stages')),
	addStage: (body: { name: string; location?: string }) => answer(client.POST('/api/v1/stages', { body })),
	renameStage: (stage: string, name: string) =>
		answer(client.PATCH('/api/v1/stages/{id}', { ...of(stage), body: { name } })),
	removeStage: (stage: string) => answer(client.DELETE('/api/v1/stages/{id}', of(stage))),
	/** Has a process of its own make the programme of a stage from now on. */
	issueStageLink: (stage: string) => answer(client.POST('/api/v1/stages/{id}/link', { ...of(stage), body: {} })),
	/** Has the server make it again. */
	revokeStageLink: (stage: string) => answer(client.DELETE('/api/v1/stages/{id}/link', of(stage))),
	restoreStage: (stage: string) => answer(client.POST('/api/v1/stages/{id}/restore', of(stage))),

	speakers: (stage?: string) => answer(client.GET('/api/v1/speakers', on(stage))),
	addSpeaker: (
		body: Pick<Speaker, 'name' | 'title' | 'language'> & Partial<Pick<Speaker, 'country' | 'delegation'>>,
		stage?: string
	) => answer(client.POST('/api/v1/speakers', { ...on(stage), body })),
	locations: () => answer(client.GET('/api/v1/locations')),
	addLocation: (body: Pick<Location, 'name' | 'country'>) => answer(client.POST('/api/v1/locations', { body })),
	admit: (location: string, admission: Admission) =>
		answer(client.PUT('/api/v1/locations/{id}/admission', { ...of(location), body: { admission } })),
	producers: () => answer(client.GET('/api/v1/producers')),
	addProducer: (body: { name: string; stage?: string }) => answer(client.POST('/api/v1/producers', { body })),
	remove: (holder: Holder, person: string) => answer(client.DELETE(`/api/v1/${holder}/{id}`, of(person))),
	/** Makes a new link; an older one stops working, and its sessions end. */
	issueLink: (holder: Holder, person: string) =>
		answer(client.POST(`/api/v1/${holder}/{id}/link`, { ...of(person), body: {} })),
	revokeLink: (holder: Holder, person: string) => answer(client.DELETE(`/api/v1/${holder}/{id}/link`, of(person))),

	clips: () => answer(client.GET('/api/v1/clips')),
	removeClip: (clip: string) => answer(client.DELETE('/api/v1/clips/{id}', of(clip))),
	/** Where a clip's first picture is. */
	poster: (clip: string) => `/api/v1/clips/${encodeURIComponent(clip)}/poster.jpg`,
	/** Where a browser plays a clip from. */
	watchClip: (clip: string) => `/api/v1/clips/${encodeURIComponent(clip)}/watch.mp4`,
	ownClips: () => answer(client.GET('/api/v1/me/clips')),
	changeClip: (clip: string, body: ClipChange) => answer(client.PATCH('/api/v1/clips/{id}', { ...of(clip), body })),
	reviewClip: (clip: string, review: Clip['review'], note?: string) =>
		answer(client.POST('/api/v1/clips/{id}/review', { ...of(clip), body: { review, note } })),
	putSubtitles: (clip: string, language: string, file: string) =>
		answer(
			client.PUT('/api/v1/clips/{id}/subtitles/{language}', {
				params: { path: { id: clip, language } },
				body: file,
				bodySerializer: (text) => text,
				headers: { 'content-type': 'text/plain' }
			})
		),
	removeSubtitles: (clip: string, language: string) =>
		answer(client.DELETE('/api/v1/clips/{id}/subtitles/{language}', { params: { path: { id: clip, language } } })),
	/** Where subtitles are. */
	subtitles: (clip: string, language: string) =>
		`/api/v1/clips/${encodeURIComponent(clip)}/subtitles/${encodeURIComponent(language)}`,

	addItem: (body: NewItem) => answer(client.POST('/api/v1/rundown/items', { body })),
	/** Sets fields of an item; refused when one of those in `seen` is different by now. */
	changeItem: (item: string, body: { set: ItemFields; seen?: ItemFields }) =>
		answer(client.PATCH('/api/v1/rundown/items/{id}', { ...of(item), body })),
	removeItem: (item: string) => answer(client.DELETE('/api/v1/rundown/items/{id}', of(item))),
	moveItem: (item: string, place: number) =>
		answer(client.POST('/api/v1/rundown/items/{id}/move', { ...of(item), body: { place } })),
	/** Reads a file into the plan, or says what that would do. */
	importPlan: (format: 'csv' | 'xml' | 'json', file: Blob, dry_run: boolean) =>
		answer(
			client.POST('/api/v1/rundown/import', {
				params: { query: { format, dry_run } },
				body: file as unknown as string,
				bodySerializer: (body: unknown) => body,
				headers: { 'Content-Type': 'application/octet-stream' }
			})
		),
	/** Where the plan is in a format of another program. */
	planFile: (name: 'rundown.csv' | 'schedule.xml' | 'schedule.json' | 'schedule.ics', zone?: string) =>
		staged(`/api/v1/${name}${zone ? `?zone=${encodeURIComponent(zone)}` : ''}`),
	changes: (before?: number) => answer(client.GET('/api/v1/rundown/changes', { params: { query: { before } } })),
	/** Takes back what this producer changed last. */
	undoLast: () => answer(client.POST('/api/v1/rundown/undo')),
	undo: (sequence: number) =>
		answer(client.POST('/api/v1/rundown/changes/{sequence}/undo', { params: { path: { sequence } } })),
	next: () => answer(client.POST('/api/v1/rundown/next')),
	back: () => answer(client.POST('/api/v1/rundown/back')),
	jump: (item: string) => answer(client.POST('/api/v1/rundown/jump', { body: { item } })),
	run: (running: boolean) => answer(client.POST('/api/v1/rundown/run', { body: { running } })),

	preview: (scene: Scene) => answer(client.POST('/api/v1/stage/preview', { body: { scene } })),
	take: (transition: Transition) => answer(client.POST('/api/v1/stage/take', { body: { transition } })),
	caption: (caption: Caption | null) => answer(client.POST('/api/v1/stage/caption', { body: { caption } })),

	/** The slate, at once. */
	slateNow: () => answer(client.POST('/api/v1/stage/slate')),
	/** Brings back what was on air before the last take. */
	untake: () => answer(client.POST('/api/v1/stage/untake')),
	/** Holds the programme back on its way to the audience. */
	delay: (delay_ms: number) => answer(client.POST('/api/v1/stage/delay', { body: { delay_ms } })),
	/** Throws away what is held back. */
	dump: () => answer(client.POST('/api/v1/stage/dump')),
	/** Adds an arrangement of the crew's own. */
	addScene: (scene: NewScene) => answer(client.POST('/api/v1/scenes', { body: scene })),
	changeScene: (id: string, scene: NewScene) =>
		answer(client.PUT('/api/v1/scenes/{id}', { params: { path: { id } }, body: scene })),
	removeScene: (id: string) => answer(client.DELETE('/api/v1/scenes/{id}', { params: { path: { id } } })),
	addGraphic: (content: GraphicContent) => answer(client.POST('/api/v1/graphics', { body: { content } })),
	changeGraphic: (id: string, content: GraphicContent) =>
		answer(client.PUT('/api/v1/graphics/{id}', { ...of(id), body: { content } })),
	removeGraphic: (id: string) => answer(client.DELETE('/api/v1/graphics/{id}', of(id))),
	restoreGraphic: (id: string) => answer(client.POST('/api/v1/graphics/{id}/restore', of(id))),
	previewGraphic: (id: string, on: boolean) =>
		answer(client.POST('/api/v1/graphics/{id}/preview', { ...of(id), body: { on } })),
	/** Puts a graphic on air, or takes it off. */
	airGraphic: (id: string, on: boolean) =>
		answer(client.POST('/api/v1/graphics/{id}/air', { ...of(id), body: { on } })),
	clearGraphics: () => answer(client.POST('/api/v1/stage/graphics/clear')),
	/** Keeps a picture for graphics. */
	uploadImage: (file: Blob) =>
		answer(
			client.POST('/api/v1/images', {
				body: file as unknown as string,
				bodySerializer: (body: unknown) => body,
				headers: { 'Content-Type': 'application/octet-stream' }
			})
		),
	image: (id: string) => `/api/v1/images/${encodeURIComponent(id)}`,
	/** Lets recorded backups take over by themselves, or not. */
	arm: (armed: boolean) => answer(client.POST('/api/v1/stage/arm', { body: { armed } })),

	/** Opens or closes the list of speakers, ranks categories and limits times. */
	changeStrip: (source: string, body: SoundStripChange) => {
		const [kind = '', id = ''] = source.split('/');
		return answer(client.PATCH('/api/v1/sound/strips/{kind}/{id}', { params: { path: { kind, id } }, body }));
	},
	changeBed: (body: SoundBedChange) => answer(client.PATCH('/api/v1/sound/bed', { body })),
	resetLoudness: () => answer(client.POST('/api/v1/sound/loudness/reset')),
	changeFloor: (body: FloorChange) => answer(client.PATCH('/api/v1/floor', { body })),
	invite: (person: string, category: FloorCategory) =>
		answer(client.POST('/api/v1/floor/requests', { body: { person, category } })),
	removeRequest: (request: string) => answer(client.DELETE('/api/v1/floor/requests/{id}', of(request))),
	moveRequest: (request: string, place: number) =>
		answer(client.POST('/api/v1/floor/requests/{id}/move', { ...of(request), body: { place } })),
	giveFloor: (request: string) => answer(client.POST('/api/v1/floor/requests/{id}/give', of(request))),
	pauseFloor: (paused: boolean) => answer(client.POST('/api/v1/floor/pause', { body: { paused } })),
	endSpeech: () => answer(client.POST('/api/v1/floor/end')),
	totals: () => answer(client.GET('/api/v1/floor/totals')),
	/** Where speaking times are as a sheet. */
	timesFile: (name: 'totals.csv' | 'speeches.csv') => staged(`/api/v1/floor/${name}`),
	/** Where this guest stands with the floor. */
	hand: (role: Role) => answer(client.GET('/api/v1/me/floor', as(role))),
	raiseHand: (role: Role, category: FloorCategory) =>
		answer(client.POST('/api/v1/me/floor', { ...as(role), body: { category } })),
	lowerHand: (role: Role) => answer(client.DELETE('/api/v1/me/floor', as(role))),

	/** Speaks to somebody behind the scenes until `endTalk`. */
	talk: (to: TalkTarget) => answer(client.POST('/api/v1/talk', { body: { to } })),
	endTalk: () => answer(client.DELETE('/api/v1/talk')),
	/** Calls a guest: picture and sound between the two. */
	call: (person: string) => answer(client.POST('/api/v1/call', { body: { person } })),
	hangUp: () => answer(client.DELETE('/api/v1/call')),
	openRoom: (name: string) => answer(client.POST('/api/v1/rooms', { body: { name } })),
	renameRoom: (room: string, name: string) =>
		answer(client.PATCH('/api/v1/rooms/{id}', { ...of(room), body: { name } })),
	closeRoom: (room: string) => answer(client.DELETE('/api/v1/rooms/{id}', of(room))),
	/** Moves somebody to a room, or a location to none. */
	moveGuest: (person: string, to: string | null) => answer(client.POST('/api/v1/rooms/move', { body: { person, to } })),
	/** Sends somebody out, who reads why. */
	sendOut: (person: string, reason: string) => answer(client.POST('/api/v1/rooms/out', { body: { person, reason } })),
	letIn: (person: string) => answer(client.POST('/api/v1/rooms/in', { body: { person } })),
	showGuest: (person: string, picture: ReturnPicture) =>
		answer(client.POST('/api/v1/rooms/picture', { body: { person, picture } })),
	/** Takes back what this producer changed last of the rooms. */
	undoRooms: () => answer(client.POST('/api/v1/rooms/undo')),
	/** Speaks to the crew, as a guest. */
	talkBack: (role: Role) => answer(client.POST('/api/v1/me/talk', as(role))),
	endTalkBack: (role: Role) => answer(client.DELETE('/api/v1/me/talk', as(role))),
	hangUpBack: (role: Role) => answer(client.DELETE('/api/v1/me/call', as(role))),
	choosePicture: (role: Role, picture: ReturnPicture) =>
		answer(client.PUT('/api/v1/me/picture', { ...as(role), body: { picture } })),

	/** Keys of machines that direct the stage. */
	keys: () => answer(client.GET('/api/v1/keys')),
	makeKey: (name: string) => answer(client.POST('/api/v1/keys', { body: { name } })),
	revokeKey: (key: string) => answer(client.DELETE('/api/v1/keys/{id}', of(key))),

	rehearsal: (body: { locations: number; speakers: number; viewers: number; hours: number }) =>
		answer(client.POST('/api/v1/rehearsals', { body })),
	journal: (after: number, limit: number) =>
		answer(client.GET('/api/v1/journal', { params: { query: { after, limit } } }))
};

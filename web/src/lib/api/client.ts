// Everything this app asks of the server, in one place.
import type {
	Admission,
	Caption,
	Clip,
	Item,
	JournalEntry,
	LinkView,
	Location,
	Me,
	MediaGrant,
	NewItem,
	NewLink,
	Producer,
	Role,
	Rundown,
	Scene,
	Speaker,
	Summit,
	Taken,
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

interface Problem {
	type?: string;
	detail?: string;
	field?: string;
}

async function failure(response: Response): Promise<ApiError> {
	const problem: Problem = await response.json().catch(() => ({}));
	const kind = problem.type?.split(':').at(-1) ?? 'unknown';
	return new ApiError(response.status, kind, problem.detail ?? response.statusText, problem.field);
}

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
	const response = await fetch(`/api/v1${path}`, {
		method,
		headers: body === undefined ? {} : { 'content-type': 'application/json' },
		body: body === undefined ? undefined : JSON.stringify(body),
		credentials: 'same-origin',
		signal: AbortSignal.timeout(PATIENCE_MS)
	}).catch(() => {
		throw new ApiError(0, 'offline', '');
	});
	if (!response.ok) throw await failure(response);
	const text = await response.text();
	return (text === '' ? undefined : JSON.parse(text)) as T;
}

const id = encodeURIComponent;

/** People who have a link. */
export type Holder = 'speakers' | 'locations' | 'producers';

export const api = {
	inspect: (token: string) => ask<LinkView>('POST', '/link/inspect', { token }),
	bind: (token: string) => ask<LinkView>('POST', '/link/bind', { token }),
	/** Gives up the link that this browser holds in a role. */
	leave: (role: Role) => ask<undefined>('POST', `/link/leave?as=${role}`, {}),
	/** Who this browser is; one that holds several links answers in the role that is asked for. */
	me: (role?: Role) => ask<Me>('GET', role ? `/me?as=${role}` : '/me'),
	/** A grant and a token for one media session. */
	media: (role?: Role) => ask<MediaGrant>('POST', role ? `/media?as=${role}` : '/media', {}),

	summit: () => ask<Summit>('GET', '/summit'),
	changeSummit: (change: Partial<Omit<Summit, 'id'>>) => ask<Summit>('PATCH', '/summit', change),

	speakers: () => ask<Speaker[]>('GET', '/speakers'),
	addSpeaker: (speaker: { name: string; title: string; language: string }) =>
		ask<Speaker>('POST', '/speakers', speaker),
	changeSpeaker: (speaker: string, change: Partial<Speaker>) =>
		ask<Speaker>('PATCH', `/speakers/${id(speaker)}`, change),
	locations: () => ask<Location[]>('GET', '/locations'),
	addLocation: (location: { name: string; country: string }) => ask<Location>('POST', '/locations', location),
	changeLocation: (location: string, change: Partial<Location>) =>
		ask<Location>('PATCH', `/locations/${id(location)}`, change),
	admit: (location: string, admission: Admission) =>
		ask<undefined>('PUT', `/locations/${id(location)}/admission`, { admission }),
	producers: () => ask<Producer[]>('GET', '/producers'),
	addProducer: (producer: { name: string }) => ask<Producer>('POST', '/producers', producer),
	remove: (holder: Holder, person: string) => ask<undefined>('DELETE', `/${holder}/${id(person)}`),
	issueLink: (holder: Holder, person: string, days?: number) =>
		ask<NewLink>('POST', `/${holder}/${id(person)}/link`, days === undefined ? {} : { days }),
	revokeLink: (holder: Holder, person: string) => ask<undefined>('DELETE', `/${holder}/${id(person)}/link`),

	clips: () => ask<Clip[]>('GET', '/clips'),
	clip: (clip: string) => ask<Clip>('GET', `/clips/${id(clip)}`),
	removeClip: (clip: string) => ask<undefined>('DELETE', `/clips/${id(clip)}`),
	poster: (clip: string) => `/api/v1/clips/${id(clip)}/poster.jpg`,
	upload,

	rundown: () => ask<Rundown>('GET', '/rundown'),
	addItem: (item: NewItem) => ask<Item>('POST', '/rundown/items', item),
	changeItem: (item: string, change: Partial<Item>) => ask<Item>('PATCH', `/rundown/items/${id(item)}`, change),
	removeItem: (item: string) => ask<undefined>('DELETE', `/rundown/items/${id(item)}`),
	moveItem: (item: string, place: number) => ask<undefined>('POST', `/rundown/items/${id(item)}/move`, { place }),
	next: () => ask<Taken>('POST', '/rundown/next', {}),
	back: () => ask<Taken>('POST', '/rundown/back', {}),
	jump: (item: string) => ask<Taken>('POST', '/rundown/jump', { item }),
	run: (running: boolean) => ask<Taken>('POST', '/rundown/run', { running }),

	preview: (scene: Scene) => ask<Taken>('POST', '/stage/preview', { scene }),
	take: (transition: Transition) => ask<Taken>('POST', '/stage/take', { transition }),
	caption: (caption: Caption | null) => ask<Taken>('POST', '/stage/caption', { caption }),

	rehearsal: (size: { locations: number; speakers: number; viewers: number; hours: number }) =>
		ask<NewLink>('POST', '/rehearsals', size),
	journal: (after: number, limit: number) => ask<JournalEntry[]>('GET', `/journal?after=${after}&limit=${limit}`)
};

/** Sends a recording; `progress` hears which part has been sent, from 0 to 1. */
function upload(file: File, title: string, progress: (part: number) => void): Promise<Clip> {
	return new Promise((resolve, reject) => {
		const form = new FormData();
		form.append('title', title);
		form.append('file', file);
		// fetch cannot tell how much of a body has been sent.
		const request = new XMLHttpRequest();
		request.open('POST', '/api/v1/clips');
		request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
		request.onerror = () => reject(new ApiError(0, 'offline', ''));
		request.onload = () => {
			const response = new Response(request.responseText, { status: request.status });
			if (response.ok) response.json().then(resolve, reject);
			else failure(response).then(reject);
		};
		request.send(form);
	});
}

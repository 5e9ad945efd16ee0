// Refusals and faults in the reader's words.
import { ApiError } from '#lib/api/client.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

/** What a failure means for the person who caused it. */
export function explain(error: unknown): string {
	if (!(error instanceof ApiError)) return m.failed_unknown();
	switch (error.kind) {
		case 'offline':
			return m.failed_offline();
		case 'no-link':
			return m.failed_no_link();
		case 'not-yours':
			return m.failed_not_yours();
		case 'not-found':
			return m.failed_gone();
		case 'too-many-requests':
			return m.failed_too_often();
		case 'storage-full':
		case 'storage-unwritable':
		case 'storage-failed':
			return m.failed_storage();
	}
	if (error.status >= 500) return m.failed_server();
	// The server's own sentence says most; it is English, so another language gets a general one.
	return getLocale() === 'en' && error.detail ? sentence(error.detail) : m.failed_refused();
}

function sentence(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? '' : '.');
}

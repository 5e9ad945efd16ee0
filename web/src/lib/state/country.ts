// Countries as readers know them.

/** A country's name in the reader's language; empty where none is to be shown. */
export function countryName(code: string | null | undefined, locale: string): string {
	if (!code || code === 'zz') return '';
	try {
		return new Intl.DisplayNames([locale], { type: 'region' }).of(code.toUpperCase()) ?? code.toUpperCase();
	} catch {
		return code.toUpperCase();
	}
}

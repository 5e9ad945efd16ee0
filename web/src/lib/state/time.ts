// Times and lengths as people read them.

/** `75 s` as `1:15`, an hour and more as `1:01:15`; negative ones with a minus sign. */
export function clock(seconds: number): string {
	const whole = Math.floor(Math.abs(seconds));
	const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
	const two = (value: number) => String(value).padStart(2, '0');
	const text = h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
	return seconds < 0 && whole > 0 ? `−${text}` : text;
}

/** Reads `90`, `1:30` or `1:00:00` as seconds; nothing when it is no length. */
export function readClock(text: string): number | undefined {
	const parts = text.trim().split(':');
	if (parts.length > 3 || !parts.every((part) => /^\d{1,5}$/.test(part))) return undefined;
	return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** The time of day in the reader's zone. */
export function timeOfDay(ms: number, locale: string, seconds = false): string {
	return new Intl.DateTimeFormat(locale, {
		hour: '2-digit',
		minute: '2-digit',
		...(seconds ? { second: '2-digit' } : {}),
		hourCycle: 'h23'
	}).format(ms);
}

/** A time as a form's `datetime-local` field has it, in the reader's zone. */
export function localTime(ms: number): string {
	const offset_ms = new Date(ms).getTimezoneOffset() * 60_000;
	return new Date(ms - offset_ms).toISOString().slice(0, 19);
}

/** How much too late, as `+1:15` or `−0:20`. */
export function offset(ms: number): string {
	const seconds = Math.round(ms / 1_000);
	return seconds > 0 ? `+${clock(seconds)}` : clock(seconds);
}

/** Bits a second as `2.1 Mb/s`. */
export function rate(bps: number, locale: string): string {
	const [value, digits, unit] = bps >= 1e6 ? [bps / 1e6, 1, 'Mb/s'] : [bps / 1e3, 0, 'kb/s'];
	const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
	return `${value.toLocaleString(locale, shape)} ${unit}`;
}

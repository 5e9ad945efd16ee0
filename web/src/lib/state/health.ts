// How good a guest's connection is, in a word and a shape.
import { m } from '#lib/paraglide/messages.js';

/** Bars of three, and the word for them. */
export function health(network: { rtt_ms: number | null; age_ms: number } | null): { bars: number; word: string } {
	if (!network || network.age_ms > 10_000) return { bars: 0, word: m.network_unknown() };
	if (network.age_ms > 6_000 || (network.rtt_ms ?? 0) > 600) return { bars: 1, word: m.network_poor() };
	if ((network.rtt_ms ?? 0) > 250) return { bars: 2, word: m.network_fair() };
	return { bars: 3, word: m.network_good() };
}

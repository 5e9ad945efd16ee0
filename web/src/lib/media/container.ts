// The "legacy" container of hang: a QUIC variable-length integer with the timestamp in microseconds,
// then the codec's own bytes.
import { Varint } from '@moq/net';

/** One encoded picture or packet of sound. */
export interface Sample {
	/** Presentation time in microseconds, on the publisher's clock. */
	timestamp_us: number;
	/** The codec's bytes. */
	data: Uint8Array;
	/** Whether decoding can begin here. */
	key: boolean;
}

/** Puts the timestamp before the payload. */
export function wrap(timestamp_us: number, data: Uint8Array): Uint8Array {
	const head = Varint.encode(Math.max(0, Math.round(timestamp_us)));
	const out = new Uint8Array(head.byteLength + data.byteLength);
	out.set(head, 0);
	out.set(data, head.byteLength);
	return out;
}

/** Takes the timestamp off; nothing for a marker without payload or for bytes that are no sample. */
export function unwrap(payload: Uint8Array, key: boolean): Sample | undefined {
	if (payload.byteLength < 2) return undefined;
	try {
		const [timestamp_us, data] = Varint.decode(payload);
		return data.byteLength === 0 ? undefined : { timestamp_us, data, key };
	} catch {
		return undefined;
	}
}

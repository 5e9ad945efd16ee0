// Follows a broadcast for as long as somebody wants it, across reconnects and republishing.
import { Announce, Path, type Broadcast, type Connection } from '@moq/net';
import type { Session } from './session.svelte.ts';

/** What is done with a broadcast while it is there; answers how to stop. */
export type Attach = (broadcast: Broadcast.Consumer, connection: Connection.Established) => () => void;

/** Calls `attach` whenever the broadcast at `path` comes on line. Answers how to stop. */
export function follow(session: Session, path: string, attach: Attach): () => void {
	const announced = new Announce.Broadcast({ connection: session.established, path: Path.from(path) });
	let detach: (() => void) | undefined;
	const change = (broadcast: Broadcast.Consumer | undefined) => {
		detach?.();
		const connection = session.established.peek();
		detach = broadcast && connection ? attach(broadcast, connection) : undefined;
	};
	const unsubscribe = announced.active.subscribe(change);
	change(announced.active.peek());
	return () => {
		unsubscribe();
		detach?.();
		announced.close();
	};
}

/** Calls `attach` with the broadcast at `path` on every connection, whether it is there or not: for a
 * caller who knows that it is and watches many of them, because each announcement costs a stream. */
export function assume(session: Session, path: string, attach: Attach): () => void {
	let detach: (() => void) | undefined;
	const change = (connection: Connection.Established | undefined) => {
		detach?.();
		detach = undefined;
		if (!connection) return;
		const broadcast = connection.consume(Path.from(path));
		const stop = attach(broadcast, connection);
		detach = () => {
			stop();
			broadcast.close();
		};
	};
	const unsubscribe = session.established.subscribe(change);
	change(session.established.peek());
	return () => {
		unsubscribe();
		detach?.();
	};
}

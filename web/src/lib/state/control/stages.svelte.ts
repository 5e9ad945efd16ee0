// Which stage the control room directs, and which others there are.
import { api, directing } from '#lib/api/client.ts';
import type { NewLink, Stage } from '#lib/api/types.ts';
import { explain } from '../words.ts';
import type { Desk } from './desk.svelte.ts';

export class StageChoice {
	/** The stages that this producer may direct, the main one first. */
	all = $state.raw<Stage[]>([]);
	/** The one that was removed last: it can be brought back. */
	removed = $state.raw<Stage>();
	/** The stage of the run-through that goes on: a copy that only the crew sees. */
	copy = $state<string>();
	/** Where it is chosen. */
	element = $state.raw<HTMLSelectElement>();

	readonly #desk: Desk;
	#asked: string | undefined;

	/** `stage` is the one that the page was opened for; without one it is the server's choice. */
	constructor(desk: Desk, stage: string | undefined) {
		this.#desk = desk;
		directing(stage);
	}

	/** Forgets the stage, which other pages must not ask for. */
	close(): void {
		directing(undefined);
	}

	/** The id of the stage that is directed here. */
	get current(): string | undefined {
		return this.#desk.state?.stage;
	}

	/** Whether it is a local one. */
	get local(): boolean {
		return this.#desk.state?.stage_name != null;
	}

	/** Whether it is the run-through's. */
	get runThrough(): boolean {
		return this.copy !== undefined && this.copy === this.current;
	}

	/** A run-through came, went, or was begun anew. */
	copied(stage: string | undefined): void {
		this.copy = stage;
	}

	/** Whether this producer directs the summit with all its stages. */
	get all_of_them(): boolean {
		return this.all.some((stage) => stage.main);
	}

	/** A stage came, went, or was called otherwise, as the crew's document tells. */
	follow(names: string): void {
		if (this.#asked === names) return;
		this.#asked = names;
		void this.load();
	}

	async load(): Promise<void> {
		try {
			this.all = await api.stages();
			if (this.all_of_them) this.copied((await api.runThrough()).stage ?? undefined);
		} catch {
			// Who may not direct reads so elsewhere; whoever is off line asks again with the next document.
			this.#asked = undefined;
		}
	}

	/** Goes to the control room of another stage. */
	choose(stage: string): void {
		if (stage !== this.current) location.assign(location.pathname + this.query(stage));
	}

	/** What an address of the crew's pages ends with for a stage. */
	query(stage = this.current): string {
		const main = this.all.some((one) => one.id === stage && one.main);
		return stage && !main ? `?stage=${encodeURIComponent(stage)}` : '';
	}

	async add(name: string, location: string): Promise<boolean> {
		return this.#change(() => api.addStage({ name, ...(location && { location }) }));
	}

	/** Has a process of its own make the programme of a stage, with the link that is answered; or the server again. */
	async apart(stage: string, apart: boolean): Promise<NewLink | undefined> {
		let link: NewLink | undefined;
		await this.#change(async () => {
			if (apart) link = await api.issueStageLink(stage);
			else await api.revokeStageLink(stage);
		});
		return link;
	}

	async rename(stage: string, name: string): Promise<boolean> {
		return this.#change(() => api.renameStage(stage, name));
	}

	async remove(stage: Stage): Promise<void> {
		if (await this.#change(() => api.removeStage(stage.id))) this.removed = stage;
	}

	/** Brings back the one that was removed last. */
	async restore(): Promise<void> {
		const stage = this.removed;
		if (stage && (await this.#change(() => api.restoreStage(stage.id)))) this.removed = undefined;
	}

	async #change(ask: () => Promise<unknown>): Promise<boolean> {
		try {
			await ask();
			await this.load();
			return true;
		} catch (error) {
			this.#desk.notices.say(explain(error));
			return false;
		}
	}
}

// What gives way first when a network is too narrow for everything: a larger number goes first. Sound never waits for a
// picture, and the pictures that the crew only looks over are the first to be lost.

export const PRIORITY = {
	/** Pictures of people who wait, which the crew looks over. */
	preview: 0,
	/** Pictures of the programme, of returns and of calls. */
	picture: 1,
	/** Sound of the programme, and of returns. */
	sound: 2,
	/** What is said behind the scenes: it is late at once. */
	talk: 3
} as const;

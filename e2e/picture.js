// What a player shows, read from its canvas as the viewer sees it.
import assert from 'node:assert/strict';

/** Generous: two slow cores run a server, a mixer, three encoders and a browser. */
export const PATIENCE = { timeout: 60_000 };

/** The player shows pictures that move on, over the transport named, if one is. */
export async function plays(page, transport) {
	const player = page.getByTestId('player').first();
	const more = (least) =>
		page.waitForFunction(
			(least) => Number(document.querySelector('[data-testid=player]')?.dataset.frames ?? 0) > least,
			least,
			PATIENCE
		);
	await more(30);
	await more(Number(await player.getAttribute('data-frames')) + 30);
	if (transport) assert.equal(await player.getAttribute('data-transport'), transport);
}

/** The colour at a place of a canvas, from 0 to 1 across and down; without one, in the middle of the left edge. */
export function colour(page, place = [0.1, 0.5], selector = '[data-testid=player]') {
	return page.evaluate(read, [selector, place]);
}

/** Waits until a canvas shows the ground of Chromium's fake camera, a green that no slate has. */
export async function showsCamera(page, place = [0.1, 0.5], selector = '[data-testid=player]') {
	// A function, not a text: the page's policy lets no text be run. It stands by itself, so it says again how to read.
	await page.waitForFunction(
		([selector, [x, y]]) => {
			const canvas = document.querySelector(selector);
			if (!canvas?.width) return false;
			const dot = new OffscreenCanvas(1, 1).getContext('2d');
			dot.drawImage(canvas, canvas.width * x, canvas.height * y, 1, 1, 0, 0, 1, 1);
			const [red, green, blue] = dot.getImageData(0, 0, 1, 1).data;
			return green > 90 && red < 70 && blue < 70;
		},
		[selector, place],
		PATIENCE
	);
}

/** The same, for a colour that was read. */
export function isCamera(colour) {
	return colour !== undefined && colour[1] > 90 && colour[0] < 70 && colour[2] < 70;
}

/** Runs in the page. */
function read([selector, [x, y]]) {
	const canvas = document.querySelector(selector);
	if (!canvas?.width) return undefined;
	const dot = new OffscreenCanvas(1, 1).getContext('2d');
	dot.drawImage(canvas, canvas.width * x, canvas.height * y, 1, 1, 0, 0, 1, 1);
	return [...dot.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

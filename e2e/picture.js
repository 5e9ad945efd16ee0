// What a player shows, read from its canvas as the viewer sees it.
import assert from "node:assert/strict";

/** Generous: two slow cores run a server, a mixer, three encoders and a browser. */
export const PATIENCE = { timeout: 60_000 };

/** The player shows pictures that move on, over the transport named, if one is. */
export async function plays(page, transport) {
  const player = page.getByTestId("player").first();
  const more = (least) =>
    page.waitForFunction(
      (least) =>
        Number(
          document.querySelector("[data-testid=player]")?.dataset.frames ?? 0,
        ) > least,
      least,
      PATIENCE,
    );
  await more(30);
  await more(Number(await player.getAttribute("data-frames")) + 30);
  if (transport)
    assert.equal(await player.getAttribute("data-transport"), transport);
}

/** The colour at a place of a canvas, from 0 to 1 across and down; without one, in the middle of the left edge. */
export function colour(
  page,
  place = [0.1, 0.5],
  selector = "[data-testid=player]",
) {
  return page.evaluate(look, { selector, place });
}

/** Whether a canvas shows the ground of Chromium's fake camera, a green that no slate has. */
export function isCamera(
  page,
  place = [0.1, 0.5],
  selector = "[data-testid=player]",
) {
  return page.evaluate(look, { selector, place, forCamera: true });
}

/** Waits until it does. */
export async function showsCamera(
  page,
  place = [0.1, 0.5],
  selector = "[data-testid=player]",
) {
  await page.waitForFunction(
    look,
    { selector, place, forCamera: true },
    PATIENCE,
  );
}

/** Runs in the page: the colour there, or whether it is the camera's. */
function look({ selector, place: [x, y], forCamera }) {
  const canvas = document.querySelector(selector);
  if (!canvas?.width) return forCamera ? false : undefined;
  const dot = new OffscreenCanvas(1, 1).getContext("2d");
  dot.drawImage(canvas, canvas.width * x, canvas.height * y, 1, 1, 0, 0, 1, 1);
  const [red, green, blue] = dot.getImageData(0, 0, 1, 1).data;
  // (0, 135, 0) in the camera, and after every way through codecs and encodings of colour.
  return forCamera
    ? Math.abs(green - 135) < 12 && red < 12 && blue < 12
    : [red, green, blue];
}
